import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  createDatabase,
  createTestDatabase,
  type ServiceDatabase,
  type TestDatabase,
} from '@outcry/testing';
import { dropOldNotifications } from './drop-old.handler';

let test: TestDatabase;
let database: ServiceDatabase;

beforeAll(async () => {
  const migrationsDir = join(__dirname, '../../prisma/migrations');
  test = await createTestDatabase({ name: 'notification_drop_old', migrationsDir });
  database = createDatabase({ connectionString: test.connectionString });
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

const insert = (position: number, ageDays: number) =>
  database.query(
    `INSERT INTO notification (id, tenant_id, recipient_id, position, auction_id, sale_id, kind,
                               event_id, details, created_at)
     VALUES ($1, 'acme', 'ann', $2, $1, $1, 'won', $1, '{}',
             clock_timestamp() - $3 * interval '1 day')`,
    [randomUUID(), position, ageDays],
  );

it('drops what is older than its time and nothing else', async () => {
  await insert(1, 91);
  await insert(2, 89);
  await insert(3, 0);
  await dropOldNotifications(database, 90)(new AbortController().signal);
  const { rows } = await database.query<{ position: string }>(
    'SELECT position FROM notification ORDER BY position',
  );

  expect(rows.map(({ position }) => position)).toEqual(['2', '3']);
});

it('drops what has waited for a paddle longer than that', async () => {
  const wait = (number: string, days: number) =>
    database.query(
      `INSERT INTO waiting_notice (tenant_id, sale_id, number, auction_id, event_id, kind,
                                   sequence, occurred_at, details, waits_since)
       SELECT 'acme', id, $2, id, id, 'lost', 1, now(), '{}',
              clock_timestamp() - $3 * interval '1 day'
         FROM (SELECT $1::uuid AS id) AS any_id`,
      [randomUUID(), number, days],
    );
  await wait('1', 91);
  await wait('2', 89);
  await dropOldNotifications(database, 90)(new AbortController().signal);
  const { rows } = await database.query<{ number: string }>('SELECT number FROM waiting_notice');

  expect(rows).toEqual([{ number: '2' }]);
});
