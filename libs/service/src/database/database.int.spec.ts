import { createTestDatabase, eventually, type TestDatabase } from '@outcry/testing';
import { resolve } from 'node:path';
import { Client } from 'pg';
import { prepare, type Sql } from '@outcry/messaging';
import { createDatabase, type ServiceDatabase } from './database';
import { constraintOf } from './sql-state';

const migrationsDir = resolve(__dirname, '../../migrations');

describe('a database', () => {
  let test: TestDatabase;
  let database: ServiceDatabase;

  beforeAll(async () => {
    test = await createTestDatabase({ name: 'database', migrationsDir });
    database = createDatabase({ connectionString: test.connectionString, lockTimeoutMs: 300 });
    await database.query('CREATE TABLE account (id int PRIMARY KEY, amount numeric(38,0))');
    await database.query('INSERT INTO account VALUES (1, 10), (2, 20)');
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  it('gives bigint and numeric as text and timestamptz as a date floored to milliseconds', async () => {
    const { rows } = await database.query(
      `SELECT 9007199254740993::bigint AS big, 12345678901234567890123::numeric AS amount,
              '2026-01-01T00:00:00.123999Z'::timestamptz AS at, '2026-01-02'::date AS day`,
    );
    expect(rows).toEqual([
      {
        big: '9007199254740993',
        amount: '12345678901234567890123',
        at: new Date('2026-01-01T00:00:00.123Z'),
        day: '2026-01-02',
      },
    ]);
  });

  it('repeats a transaction that lost a deadlock, so both take effect', async () => {
    let arrived = 0;
    let open = (): void => undefined;
    const bothLocked = new Promise<void>((resolve) => (open = resolve));
    const move = (first: number, second: number) =>
      database.transact(async (sql) => {
        await sql.query('UPDATE account SET amount = amount + 1 WHERE id = $1', [first]);
        arrived += 1;
        if (arrived === 2) open();
        await bothLocked;
        await sql.query('SET LOCAL lock_timeout = 0');
        await sql.query('UPDATE account SET amount = amount + 1 WHERE id = $1', [second]);
      });
    await Promise.all([move(1, 2), move(2, 1)]);
    expect(arrived).toBe(3);
    const { rows } = await database.query('SELECT amount FROM account ORDER BY id');
    expect(rows).toEqual([{ amount: '12' }, { amount: '22' }]);
  });

  it('prepares a marked statement once on a connection, and no other', async () => {
    const marked = prepare('spec_marked', 'SELECT amount FROM account WHERE id = $1');
    const found = await database.transact(async (sql) => {
      const together = [1, 2, 3].map((id) => sql.query(marked, [id]));
      await Promise.all(together);
      await sql.query('SELECT 1 FROM account WHERE id = $1', [1]);
      return sql.query(
        `SELECT name, generic_plans + custom_plans AS runs FROM pg_prepared_statements`,
      );
    });
    expect(found.rows).toEqual([{ name: 'spec_marked', runs: '3' }]);
  });

  it('rolls everything back when the work throws', async () => {
    await expect(
      database.transact(async (sql) => {
        await sql.query('INSERT INTO account VALUES (3, 1)');
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect((await database.query('SELECT 1 FROM account WHERE id = 3')).rowCount).toBe(0);
  });

  it('may send what only reads along with BEGIN, all in one transaction', async () => {
    const sent = jest.spyOn(Client.prototype, 'query');
    const counts: number[] = [];
    const [first, later] = await database.transact(
      async (sql) => {
        const together = ['SELECT now() AS at', 'SELECT now() AS at, pg_sleep(0.01)'].map((text) =>
          sql.query<{ at: Date }>(text),
        );
        counts.push(sent.mock.calls.length);
        await Promise.all(together);
        return Promise.all([...together, sql.query<{ at: Date }>('SELECT now() AS at')]);
      },
      { readsFirst: true },
    );
    sent.mockRestore();
    expect(counts).toEqual([3]);
    expect(later?.rows[0]?.at).toEqual(first?.rows[0]?.at);
  });

  it('gives no result where BEGIN was refused, so that nothing is written by itself', async () => {
    const query = Client.prototype.query as (config: unknown) => unknown;
    const spied = jest.spyOn(Client.prototype, 'query').mockImplementation(function refusing(
      this: Client,
      config: unknown,
    ) {
      const { text } = config as { text?: string };
      return query.call(this, text?.startsWith('BEGIN') ? { text: 'BEGIN refused' } : config);
    });
    const work = database.transact(
      async (sql) => {
        await sql.query('SELECT 1 FROM account');
        await sql.query('INSERT INTO account VALUES (4, 1)');
      },
      { readsFirst: true },
    );
    await expect(work).rejects.toMatchObject({ code: 'sql_42601' });
    spied.mockRestore();
    expect((await database.query('SELECT 1 FROM account WHERE id = 4')).rowCount).toBe(0);
  });

  it('refuses to commit after a statement whose failure was swallowed', async () => {
    const work = database.transact(async (sql) => {
      await sql.query('SELECT 1/0').catch(() => undefined);
    });
    await expect(work).rejects.toMatchObject({ name: 'Defect' });
  });

  it('refuses a statement that comes after its transaction has ended', async () => {
    let leaked: Sql | undefined;
    await database.transact(async (sql) => {
      leaked = sql;
    });
    await expect(leaked?.query('SELECT 1')).rejects.toMatchObject({ name: 'Defect' });
  });

  it('names a wait for a lock that took too long as retryable', async () => {
    await database.transact(async (holder) => {
      await holder.query('SELECT 1 FROM account WHERE id = 1 FOR UPDATE');
      await expect(
        database.transact((sql) => sql.query('SELECT 1 FROM account WHERE id = 1 FOR UPDATE')),
      ).rejects.toMatchObject({ code: 'lock_timeout', retryable: true });
    });
  });

  it('names a violated constraint without quoting values', async () => {
    const error: unknown = await database
      .query('INSERT INTO account VALUES (1, 5)')
      .catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: 'unique_violation', retryable: false });
    expect(constraintOf(error)).toBe('account_pkey');
    expect((error as Error).message).not.toContain('(1)');
  });

  it('survives the server ending its connections, inside and outside of a transaction', async () => {
    const endAll = (except: string) =>
      admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = $1 AND pid <> pg_backend_pid() AND application_name <> $2`,
        [test.name, except],
      );
    const admin = createDatabase({ connectionString: test.connectionString });
    try {
      const cut = database.transact(async (sql) => {
        await endAll('nobody');
        await sql.query('SELECT 1');
      });
      await expect(cut).rejects.toMatchObject({ retryable: true });
      await database.query('SELECT 1').catch(() => undefined);
      expect((await database.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    } finally {
      await admin.close();
    }
  });

  it('drops idle connections that the server has ended', async () => {
    await Promise.all([database.query('SELECT 1'), database.query('SELECT 1')]);
    const admin = createDatabase({ connectionString: test.connectionString });
    try {
      await admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = $1 AND pid <> pg_backend_pid()`,
        [test.name],
      );
    } finally {
      await admin.close();
    }
    await eventually(() => {
      expect(database.pool.totalCount).toBe(0);
    });
    expect((await database.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('calls a server that is not there unreachable and retryable', async () => {
    const nowhere = createDatabase({ connectionString: 'postgresql://nobody@127.0.0.1:1/none' });
    await expect(nowhere.query('SELECT 1')).rejects.toMatchObject({
      code: 'database_unreachable',
      retryable: true,
    });
    await expect(nowhere.transact((sql) => sql.query('SELECT 1'))).rejects.toMatchObject({
      code: 'database_unreachable',
      retryable: true,
    });
    await nowhere.close();
  });
});
