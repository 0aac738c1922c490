import type { Database } from '../sql';
import { boundedDatabase } from './bounded-database';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a bounded database', () => {
  let begun: string[];
  let finish: Map<string, (outcome?: Error) => void>;
  let database: Database;
  beforeEach(() => {
    begun = [];
    finish = new Map();
    const run = (name: string): Promise<void> => {
      begun.push(name);
      return new Promise((resolve, reject) =>
        finish.set(name, (outcome) => (outcome === undefined ? resolve() : reject(outcome))),
      );
    };
    const inner: Database = {
      query: async (text) => {
        await run(text);
        return { rows: [], rowCount: 0 };
      },
      transact: async (work) => {
        await run('transaction');
        return work(inner);
      },
    };
    database = boundedDatabase(inner, 2);
  });

  it('lets so many begin and the others wait, first come, first served', async () => {
    const queries = ['1', '2', '3', '4'].map((text) => database.query(text));
    await settle();
    expect(begun).toEqual(['1', '2']);
    finish.get('2')?.();
    await settle();
    expect(begun).toEqual(['1', '2', '3']);
    finish.get('1')?.();
    await settle();
    finish.get('3')?.();
    finish.get('4')?.();
    await Promise.all(queries);
    expect(begun).toEqual(['1', '2', '3', '4']);
  });

  it('gives the turn of a failed statement to the next', async () => {
    const queries = ['1', '2', '3'].map((text) => database.query(text));
    await settle();
    finish.get('1')?.(new Error('broken'));
    await expect(queries[0]).rejects.toThrow('broken');
    expect(begun).toEqual(['1', '2', '3']);
  });

  it('counts a transaction as one, and has all turns again in the end', async () => {
    const transaction = database.transact(async () => 'done');
    const first = database.query('1');
    const second = database.query('2');
    await settle();
    expect(begun).toEqual(['transaction', '1']);
    finish.get('transaction')?.();
    expect(await transaction).toBe('done');
    await settle();
    finish.get('1')?.();
    finish.get('2')?.();
    await Promise.all([first, second]);
    void database.query('3');
    void database.query('4');
    void database.query('5');
    await settle();
    expect(begun).toEqual(['transaction', '1', '2', '3', '4']);
  });
});
