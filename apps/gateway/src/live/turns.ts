/** Lets a bounded number of works run at once; others wait their turn, first come first served. */
export type Turns = { readonly take: <T>(work: () => Promise<T>) => Promise<T> };

export const createTurns = (atOnce: number): Turns => {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    take: async (work) => {
      if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
      else running += 1;
      try {
        return await work();
      } finally {
        // The place is handed on, or given up.
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
};
