/** Tells relays that rows were committed. Losable: polling finds what a lost wake-up announced. */
export type WakeUps = {
  readonly wake: () => void;
  /** Calls `listener` on every wake-up from now on, until the returned function is called. */
  readonly listen: (listener: () => void) => () => void;
  readonly close: () => Promise<void>;
};

/** Wake-ups within one process. */
export const inProcessWakeUps = (): WakeUps => {
  const listeners = new Set<() => void>();
  return {
    wake: () => listeners.forEach((listener) => listener()),
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => listeners.clear(),
  };
};
