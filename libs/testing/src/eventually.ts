/** Long enough for a real server on a busy machine. */
const PATIENCE_MS = 120_000;
/** Set where failures are wanted: a file that has failed once has shown what it should. */
const IMPATIENT_MS = process.env['OUTCRY_IMPATIENT_MS'];

let patienceMs = Number(IMPATIENT_MS ?? PATIENCE_MS);
const failed = (failure: unknown): unknown => {
  if (IMPATIENT_MS !== undefined) patienceMs = 0;
  return failure;
};

/**
 * Repeats `check` until it neither throws nor returns false, and returns what it returned; fails
 * with the last failure after `withinMs`.
 */
export const eventually = async <T>(
  check: () => T | Promise<T>,
  options: { readonly withinMs?: number; readonly everyMs?: number } = {},
): Promise<T> => {
  const { withinMs = patienceMs, everyMs = 20 } = options;
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
    if (Date.now() >= end) throw failed(failure);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
};
