import type { Database } from '../sql';

/**
 * The same database for at most `limit` statements or transactions at once; others wait their turn.
 * So a backlog of many shards leaves connections of the pool to others, the lease renewals first.
 */
export const boundedDatabase = (database: Database, limit: number): Database => {
  const waiting: (() => void)[] = [];
  let free = limit;

  const turn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };

  return {
    query: (text, values) => turn(() => database.query(text, values)),
    transact: (work) => turn(() => database.transact(work)),
  };
};
