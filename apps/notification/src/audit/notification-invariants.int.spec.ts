import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createDatabase, createTestDatabase, type ServiceDatabase } from '@outcry/testing';
import { notificationInvariants } from './notification.invariants';

const HEAD = `INSERT INTO inbox_head VALUES ('acme', 'ann', 7)`;
const NOTIFICATION = `
INSERT INTO notification (id, tenant_id, recipient_id, position, auction_id, sale_id, kind,
                          event_id, details)
VALUES ($1, 'acme', 'ann', $2, $1, $1, 'won', $1, '{}')`;

const WAITING = `
INSERT INTO waiting_notice (tenant_id, sale_id, number, auction_id, event_id, kind, sequence,
                            occurred_at, details, waits_since)
VALUES ('acme', $1, $2, $1, $1, 'lost', 1, now(), '{}',
        clock_timestamp() - $3 * interval '1 minute')`;

/** Runs `body` with a fresh database and the subjects of what its invariants find. */
const withInvariants = async (
  body: (database: ServiceDatabase, found: () => Promise<readonly string[]>) => Promise<void>,
): Promise<void> => {
  const migrationsDir = join(__dirname, '../../prisma/migrations');
  const test = await createTestDatabase({ name: 'notification_invariants', migrationsDir });
  const database = createDatabase({ connectionString: test.connectionString });
  try {
    await body(database, async () => {
      const looks = notificationInvariants().map(({ look }) => look(database));
      return (await Promise.all(looks)).flat().map(({ subject }) => subject);
    });
  } finally {
    await database.close();
    await test.drop();
  }
};

it('a position beyond the head of its inbox is found, one below is not', () =>
  withInvariants(async (database, found) => {
    await database.query(HEAD);
    await database.query(NOTIFICATION, [randomUUID(), 7]);
    expect(await found()).toEqual([]);
    const beyond = randomUUID();
    await database.query(NOTIFICATION, [beyond, 8]);
    expect(await found()).toEqual([beyond]);
  }));

it('a paddle that notices have long waited for is found, one that may still come is not', () =>
  withInvariants(async (database, found) => {
    const saleId = randomUUID();
    await database.query(WAITING, [saleId, '1', 16]);
    await database.query(WAITING, [saleId, '2', 1]);
    expect(await found()).toEqual([`${saleId} 1`]);
  }));
