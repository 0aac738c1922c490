import { createTestDatabase, type TestDatabase } from '@outcry/testing';
import { createDatabase, type ServiceDatabase } from './database';
import { applyMigrations } from './migrations';
import { missingMigrations } from './schema-check';

const FIRST = { name: '20260101000000_first', sql: 'CREATE TABLE first (id int); SELECT 1;' };
const SECOND = { name: '20260102000000_second', sql: 'CREATE TABLE second (id int);' };
const NAMES = [FIRST.name, SECOND.name];

describe('migrations', () => {
  let test: TestDatabase;
  let database: ServiceDatabase;
  beforeEach(async () => {
    test = await createTestDatabase({ name: 'migrations' });
    database = createDatabase({ connectionString: test.connectionString });
  });
  afterEach(async () => {
    await database.close();
    await test.drop();
  });

  it('are applied once, in order, and reported by name', async () => {
    expect(await missingMigrations(database, NAMES)).toEqual(NAMES);
    expect(await applyMigrations(test.connectionString, [FIRST])).toEqual([FIRST.name]);
    expect(await missingMigrations(database, NAMES)).toEqual([SECOND.name]);
    expect(await applyMigrations(test.connectionString, [FIRST, SECOND])).toEqual([SECOND.name]);
    expect(await applyMigrations(test.connectionString, [FIRST, SECOND])).toEqual([]);
    expect(await missingMigrations(database, NAMES)).toEqual([]);
  });

  it('are applied once by replicas that race', async () => {
    const runs = await Promise.all(
      [1, 2, 3].map(() => applyMigrations(test.connectionString, [FIRST, SECOND])),
    );
    expect(runs.flat().sort()).toEqual(NAMES);
  });

  it('leave nothing of one that fails, say why, and run it again once it is corrected', async () => {
    const broken = { ...SECOND, sql: 'CREATE TABLE half (id int); CREATE TABLE first (id int);' };
    await expect(applyMigrations(test.connectionString, [FIRST, broken])).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringContaining('relation "first" already exists'),
    });
    const { rows } = await database.query(`SELECT to_regclass('half') AS half`);
    expect(rows).toEqual([{ half: null }]);
    expect(await missingMigrations(database, NAMES)).toEqual([SECOND.name]);
    expect(await applyMigrations(test.connectionString, [FIRST, SECOND])).toEqual([SECOND.name]);
  });

  it('do not mind a database that is newer than the code', async () => {
    await applyMigrations(test.connectionString, [FIRST, SECOND]);
    expect(await missingMigrations(database, [FIRST.name])).toEqual([]);
  });
});
