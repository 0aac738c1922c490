import { prepareByIndex } from '@outcry/messaging';
import { createTestDatabase, tcpProxy, type TestDatabase } from '@outcry/testing';
import { createDatabase, type DatabaseOptions, type ServiceDatabase } from './database';

const marked = prepareByIndex('spec_by_index', 'SELECT amount FROM account WHERE id = $1');
const KEPT = `SELECT generic_plans AS n FROM pg_prepared_statements WHERE name = 'spec_by_index'`;

describe('a statement that only connections which go by an index may keep', () => {
  let test: TestDatabase;
  const opened: ServiceDatabase[] = [];
  const onByIndexLost = jest.fn();

  beforeAll(async () => {
    test = await createTestDatabase({ name: 'by_index' });
    const database = open({});
    await database.query('CREATE TABLE account (id int PRIMARY KEY, amount numeric(38,0))');
    await database.query('INSERT INTO account VALUES (1, 10), (2, 20)');
  });
  afterAll(async () => {
    await Promise.all(opened.map((database) => database.close()));
    await test.drop();
  });

  /** One connection, so that it is the one which is looked at. */
  const open = (options: Partial<DatabaseOptions>): ServiceDatabase => {
    const { connectionString } = test;
    const database = createDatabase({ connectionString, maxConnections: 1, ...options });
    opened.push(database);
    return database;
  };
  /** How often the plan that the connection keeps was used; nothing where it keeps none. */
  const keptPlans = async (database: ServiceDatabase): Promise<readonly object[]> =>
    (await database.query(KEPT)).rows;

  it('is kept by those, with the settings that its plan needs', async () => {
    const database = open({ byIndex: true, onByIndexLost });
    await database.query(marked, [1]);
    await database.transact((sql) => sql.query(marked, [2]));
    expect(await keptPlans(database)).toEqual([{ n: '2' }]);
    for (const name of ['enable_seqscan', 'enable_bitmapscan', 'enable_sort', 'jit']) {
      expect((await database.query(`SHOW ${name}`)).rows).toEqual([{ [name]: 'off' }]);
    }
    const { rows } = await database.query('SHOW plan_cache_mode');
    expect(rows).toEqual([{ plan_cache_mode: 'force_generic_plan' }]);
    expect(onByIndexLost).not.toHaveBeenCalled();
  });

  it('is planned anew by others', async () => {
    const database = open({ onByIndexLost });
    await database.query(marked, [1]);
    await database.transact((sql) => sql.query(marked, [2]));
    expect(await keptPlans(database)).toEqual([]);
    expect(onByIndexLost).not.toHaveBeenCalled();
  });

  it('is planned anew where the server does not hear of it, which is said once', async () => {
    // As a pooler leaves the start parameter out; here the address has one of its own.
    const connectionString = `${test.connectionString}?options=-c%20enable_seqscan%3Doff`;
    const database = open({ connectionString, byIndex: true, onByIndexLost });
    const answers = await Promise.all([1, 2].map((id) => database.query(marked, [id])));
    expect(answers.map(({ rows }) => rows)).toEqual([[{ amount: '10' }], [{ amount: '20' }]]);
    await database.transact((sql) => sql.query(marked, [1]));
    expect(await keptPlans(database)).toEqual([]);
    expect(onByIndexLost).toHaveBeenCalledTimes(1);
  });

  it('is kept once the server can be asked, also where it was away at first', async () => {
    const url = new URL(test.connectionString);
    const proxy = await tcpProxy({ host: url.hostname, port: Number(url.port) });
    await proxy.refuse();
    url.host = `${proxy.host}:${proxy.port}`;
    const onFailure = jest.fn();
    const database = open({ connectionString: url.href, byIndex: true, onByIndexLost, onFailure });
    const away = { code: 'database_unreachable', retryable: true };
    await expect(database.query(marked, [1])).rejects.toMatchObject(away);
    await expect(database.transact((sql) => sql.query(marked, [1]))).rejects.toMatchObject(away);
    expect(onFailure.mock.calls).toEqual([[away.code], [away.code]]);
    await proxy.accept();
    await database.query(marked, [1]);
    expect(await keptPlans(database)).toEqual([{ n: '1' }]);
    expect(onByIndexLost).not.toHaveBeenCalled();
    await proxy.close();
  });
});
