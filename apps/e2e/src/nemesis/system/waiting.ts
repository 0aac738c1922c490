import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;

/** Generous: a machine under load is slow, and slowness is no fault. */
export const PATIENCE_MS = 180_000;

/** Repeats `look` until it holds; a throw counts as not yet. */
export const waitFor = async (
  what: string,
  look: () => Promise<boolean> | boolean,
  patienceMs = PATIENCE_MS,
): Promise<void> => {
  for (const end = Date.now() + patienceMs; ; await sleep(POLL_MS)) {
    const held = await Promise.resolve()
      .then(look)
      .catch(() => false);
    if (held) return;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
  }
};
