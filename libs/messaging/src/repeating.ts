export type Repeating = {
  /** Runs the work once, then again and again until stopped; resolves after the first run. */
  readonly start: () => Promise<void>;
  /** Resolves when no run is in progress and none will come. */
  readonly stop: () => Promise<void>;
};

/**
 * Runs `work` on its own timer, never twice at once; a failed run is told and the next one comes.
 */
export const repeating = (
  everyMs: number,
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): Repeating => {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> = Promise.resolve();

  const round = (): Promise<void> => {
    current = work()
      .catch(onError)
      .then(() => {
        if (!stopped) timer = setTimeout(() => void round(), everyMs);
      });
    return current;
  };

  return {
    start: round,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
};
