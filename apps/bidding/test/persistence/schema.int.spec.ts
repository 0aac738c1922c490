import { CHASSIS_TABLES, driftOf } from '@outcry/service';
import { testServers } from '@outcry/testing';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const prisma = resolve(__dirname, '../../prisma');
const libs = resolve(__dirname, '../../../../libs');
const text = (path: string): string => readFileSync(path, 'utf8');

describe('the schema of bidding', () => {
  it('is in schema.prisma what the migrations make', async () => {
    const drift = await driftOf({
      serverUrl: testServers().postgresUrl,
      migrationsDir: resolve(prisma, 'migrations'),
      schemaText: text(resolve(prisma, 'schema.prisma')),
      notInSchema: CHASSIS_TABLES,
    });
    expect(drift).toEqual([]);
  });

  it('has the tables of the runtime, byte for byte', () => {
    const migration = (name: string) => text(resolve(prisma, `migrations/${name}/migration.sql`));
    expect(migration('20261121000000_messaging')).toBe(
      text(resolve(libs, 'messaging/migrations/messaging.sql')),
    );
    expect(migration('20261121000100_idempotency')).toBe(
      text(resolve(libs, 'service/migrations/idempotency.sql')),
    );
    expect(migration('20261121120000_outbox_audit')).toBe(
      text(resolve(libs, 'messaging/migrations/outbox-audit.sql')),
    );
  });
});
