/** Timers that end together with what they belong to. */
export type Timers = {
  readonly after: (ms: number, work: () => void) => void;
  readonly clear: () => void;
};

export const createTimers = (): Timers => {
  const running = new Set<NodeJS.Timeout>();
  let cleared = false;
  return {
    after: (ms, work) => {
      if (cleared) return;
      const timer = setTimeout(() => {
        running.delete(timer);
        work();
      }, ms);
      running.add(timer);
    },
    clear: () => {
      cleared = true;
      running.forEach((timer) => clearTimeout(timer));
    },
  };
};
