import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CHASSIS_TABLES, driftOf } from '@outcry/service';
import { testServers } from '@outcry/testing';

const root = resolve(__dirname, '../../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

it('is in schema.prisma what the migrations make', async () => {
  const drift = await driftOf({
    serverUrl: testServers().postgresUrl,
    migrationsDir: join(root, 'apps/notification/prisma/migrations'),
    schemaText: read('apps/notification/prisma/schema.prisma'),
    notInSchema: CHASSIS_TABLES,
  });

  expect(drift).toEqual([]);
});

it.each([
  ['20261121000000_messaging', 'libs/messaging/migrations/messaging.sql'],
  ['20261121000100_idempotency', 'libs/service/migrations/idempotency.sql'],
  ['20261121120000_outbox_audit', 'libs/messaging/migrations/outbox-audit.sql'],
])('takes %s from the library as it is', (name, source) => {
  expect(read(`apps/notification/prisma/migrations/${name}/migration.sql`)).toBe(read(source));
});
