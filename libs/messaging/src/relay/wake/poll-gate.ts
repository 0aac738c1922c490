export type PollGate = {
  /** Ends the wait in progress, or the next one if none is. */
  readonly wake: () => void;
  /** How often {@link wake} has been called. */
  readonly wakes: () => number;
  /** Ends with `work`, or with the next {@link wake} if that comes first. */
  readonly orWoken: (work: Promise<void>) => Promise<void>;
  /** Waits for a wake-up, but at most the current delay, which doubles with every idle wait. */
  readonly idle: () => Promise<void>;
  /** Something was found: the next idle wait is the shortest again. */
  readonly busy: () => void;
  /** Waits for `ms`, woken only by {@link interrupt}. */
  readonly pause: (ms: number) => Promise<void>;
  /** Ends every wait, now and from now on. */
  readonly interrupt: () => void;
};

/** Adaptive polling: at once after a wake-up, quickly after work, seldom when nothing happens. */
export const pollGate = (minMs: number, maxMs: number): PollGate => {
  let delayMs = minMs;
  let wakeCount = 0;
  let seen = 0;
  let interrupted = false;
  const listeners = new Set<() => void>();
  let endIdle: () => void = () => undefined;
  let endPause: () => void = () => undefined;

  const sleep = (ms: number, register: (end: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      register(() => {
        clearTimeout(timer);
        resolve();
      });
    });

  return {
    wake: () => {
      wakeCount += 1;
      endIdle();
      listeners.forEach((tell) => tell());
    },
    wakes: () => wakeCount,
    orWoken: async (work) => {
      let tell = (): void => undefined;
      const woken = new Promise<void>((resolve) => (tell = resolve));
      listeners.add(tell);
      await Promise.race([work, woken]).finally(() => listeners.delete(tell));
    },
    idle: async () => {
      if (wakeCount === seen && !interrupted) {
        await sleep(delayMs, (end) => (endIdle = end));
        if (wakeCount === seen) delayMs = Math.min(delayMs * 2, maxMs);
      }
      if (wakeCount !== seen) delayMs = minMs;
      seen = wakeCount;
    },
    busy: () => {
      delayMs = minMs;
    },
    pause: async (ms) => {
      if (!interrupted) await sleep(ms, (end) => (endPause = end));
    },
    interrupt: () => {
      interrupted = true;
      endIdle();
      endPause();
    },
  };
};
