/**
 * The clients of the demo live through restarts; a gateway that was never there is said at once.
 * Any answer will do. Throws when nobody answers.
 */
export const requireGateway = async (gatewayUrl: string): Promise<void> => {
  try {
    await fetch(new URL('/health/live', gatewayUrl));
  } catch {
    throw new Error(`Nothing answers at ${gatewayUrl}: start Outcry first (npm start).`);
  }
};
