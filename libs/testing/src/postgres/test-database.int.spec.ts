import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { testServers } from '../servers';
import { createTestDatabase } from './test-database';
import { ensureTemplate } from './template-database';

const run = async <T extends object>(url: string, sql: string): Promise<T[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
};

describe('a test database', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'outcry-template-'));
    writeFileSync(join(dir, 'one.sql'), 'CREATE TABLE lot (id int PRIMARY KEY)');
  });
  afterAll(async () => {
    const template = await ensureTemplate(dir);
    await run(testServers().postgresUrl, `DROP DATABASE IF EXISTS "${template}" WITH (FORCE)`);
    rmSync(dir, { recursive: true });
  });

  it('is migrated, and nobody else sees what is written into it', async () => {
    const databases = await Promise.all(
      [1, 2, 3].map(() => createTestDatabase({ name: 'own', migrationsDir: dir })),
    );
    const [first, second] = databases.map(({ connectionString }) => connectionString);
    await run(first ?? '', 'INSERT INTO lot VALUES (1)');
    expect(await run(second ?? '', 'SELECT * FROM lot')).toEqual([]);
    await Promise.all(databases.map(({ drop }) => drop()));
  });

  it('is gone after it was dropped, even while something is connected', async () => {
    const test = await createTestDatabase({ name: 'gone', migrationsDir: dir });
    const client = new Client({ connectionString: test.connectionString });
    client.on('error', () => undefined);
    await client.connect();
    await test.drop();
    await client.end().catch(() => undefined);
    await expect(run(test.connectionString, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
  });
});
