import { CHASSIS_TABLES, driftOf } from '@outcry/service';
import { testServers } from '@outcry/testing';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { migrationsDir } from '../../test/running-__name__';

const read = (path: string): string =>
  readFileSync(resolve(__dirname, '../../../..', path), 'utf8');

describe('the schema', () => {
  it('is in schema.prisma what the migrations make', async () => {
    const drift = await driftOf({
      serverUrl: testServers().postgresUrl,
      migrationsDir,
      schemaText: read('apps/__name__/prisma/schema.prisma'),
      notInSchema: CHASSIS_TABLES,
    });
    expect(drift).toEqual([]);
  });

  it.each([
    ['20261121000000_messaging', 'libs/messaging/migrations/messaging.sql'],
    ['20261121000100_idempotency', 'libs/service/migrations/idempotency.sql'],
    ['20261121120000_outbox_audit', 'libs/messaging/migrations/outbox-audit.sql'],
  ])('takes %s from the library as it is', (name, source) => {
    expect(read(`apps/__name__/prisma/migrations/${name}/migration.sql`)).toBe(read(source));
  });
});
