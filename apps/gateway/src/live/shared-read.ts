/**
 * One read at a time for many who want it. `next` answers with a read that began after the call:
 * what was already running when somebody asks may be too old for them.
 */
export type SharedRead<T> = { readonly next: () => Promise<T> };

export const createSharedRead = <T>(read: () => Promise<T>): SharedRead<T> => {
  let running: Promise<T> | null = null;
  let waiting: Promise<T> | null = null;

  const start = (): Promise<T> => {
    const mine = read().finally(() => {
      if (running === mine) running = null;
    });
    running = mine;
    return mine;
  };

  return {
    next: () => {
      if (waiting !== null) return waiting;
      if (running === null) return start();
      const queued = running
        .then(
          () => undefined,
          () => undefined,
        )
        .then(() => {
          waiting = null;
          return start();
        });
      waiting = queued;
      return queued;
    },
  };
};
