/**
 * Repeats `check` until it neither throws nor returns false, and returns what it returned; fails
 * with the last failure after `withinMs`.
 */
export const eventually = async <T>(
  check: () => T | Promise<T>,
  options: { readonly withinMs?: number; readonly everyMs?: number } = {},
): Promise<T> => {
  const { withinMs = 120_000, everyMs = 20 } = options;
  const end = Date.now() + withinMs;
  for (;;) {
    let failure: unknown;
    try {
      const result = await check();
      if (result !== false) return result;
      failure = new Error('the condition stayed false');
    } catch (error) {
      failure = error;
    }
    if (Date.now() >= end) throw failure;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
};
