import { setTimeout as delay } from 'node:timers/promises';
import { ExplainedError } from '../../bootstrap/explained-error.mjs';

const POLL_MS = 100;

/**
 * @param {() => Promise<boolean>} holds Throwing counts as not yet, unless it explains itself.
 * @param {number} withinMs
 * @param {string} what For the sentence when time runs out.
 */
export const until = async (holds, withinMs, what) => {
  const deadline = performance.now() + withinMs;
  while (!(await holds().catch(notYet))) {
    if (performance.now() > deadline) {
      throw new ExplainedError(
        `${what} did not become ready within ${withinMs / 1000} s: look at \`npm run logs\` for why.`,
      );
    }
    await delay(POLL_MS);
  }
};

/** @param {unknown} error */
const notYet = (error) => {
  if (error instanceof ExplainedError) throw error;
  return false;
};
