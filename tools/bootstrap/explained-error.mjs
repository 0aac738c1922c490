/**
 * A failure that the person at the keyboard can act on: its message is one sentence that says what
 * is wrong and what to do. Entry points print only that sentence.
 */
export class ExplainedError extends Error {}

/**
 * @param {unknown} error
 * @returns {string} What to print: a sentence if the cause is known, the stack if it is a defect.
 */
export const explain = (error) => {
  if (error instanceof ExplainedError) return error.message;
  if (isDiskFull(error)) return 'The disk is full: free at least 1 GB, then start again.';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

/** @param {unknown} error */
const isDiskFull = (error) => error instanceof Error && 'code' in error && error.code === 'ENOSPC';

/**
 * Runs an entry point: a failure becomes one sentence on standard error and exit code 1.
 * @param {() => Promise<number | void>} main Resolves to the exit code, 0 if to nothing.
 */
export const runMain = async (main) => {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    process.stderr.write(`\n${explain(error)}\n`);
    process.exitCode = 1;
  }
};
