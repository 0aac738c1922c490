import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createDatabase,
  createTestDatabase,
  type ServiceDatabase,
  type TestDatabase,
} from '@outcry/testing';
import { ROOT } from './load-tool';

const SERVICES = ['bidding', 'ledger', 'notification'];
const AN_ID = "'018f0000-0000-7000-8000-000000000001'";

/** What a runbook has people ask of a database, with an id in the place of each placeholder. */
const statementsOf = (path: string): [runbook: string, statement: string][] =>
  [...readFileSync(join(ROOT, path), 'utf8').matchAll(/`((?:SELECT|UPDATE)\s[^`]*)`/g)].map(
    ([, statement = '']) => [
      path,
      statement
        .replace(/;\s*$/, '')
        .replace(/\s+/g, ' ')
        .replace(/'(?:ID|SALE)'/g, AN_ID)
        .replace(/\bPID\b/g, '1'),
    ],
  );

describe('the SQL of the runbooks', () => {
  const opened: { test: TestDatabase; database: ServiceDatabase }[] = [];
  beforeAll(async () => {
    for (const service of SERVICES) {
      const migrationsDir = join(ROOT, `apps/${service}/prisma/migrations`);
      const test = await createTestDatabase({ name: `runbooks_${service}`, migrationsDir });
      const database = createDatabase({ connectionString: test.connectionString });
      opened.push({ test, database });
    }
  });
  afterAll(async () => {
    for (const { test, database } of opened) {
      await database.close();
      await test.drop();
    }
  });

  it.each(globSync('docs/runbooks/*.md', { cwd: ROOT }).sort().flatMap(statementsOf))(
    'of %s is understood by the database of a service: %s',
    async (_runbook, statement) => {
      const answers = await Promise.allSettled(
        opened.map(({ database }) => database.query(`EXPLAIN ${statement}`)),
      );
      const refusals = answers.flatMap((one) =>
        one.status === 'rejected' ? [String((one.reason as Error).message)] : [],
      );
      expect(refusals.length < SERVICES.length ? [] : refusals).toEqual([]);
    },
  );
});
