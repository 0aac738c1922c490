/**
 * Waits for an orderly end, but not for ever: kafkajs' disconnect can hang on a broker that has
 * gone silent. A failure to end is no one's concern.
 */
export const withinMs = async (limitMs: number, ending: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([ending.catch(() => undefined), limit]);
  clearTimeout(timer);
};
