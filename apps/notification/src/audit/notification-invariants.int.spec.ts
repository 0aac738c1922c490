import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createDatabase, createTestDatabase } from '@outcry/testing';
import { notificationInvariants } from './notification.invariants';

const HEAD = `INSERT INTO inbox_head VALUES ('acme', 'ann', 7)`;
const NOTIFICATION = `
INSERT INTO notification (id, tenant_id, recipient_id, position, auction_id, sale_id, kind,
                          event_id, details)
VALUES ($1, 'acme', 'ann', $2, $1, $1, 'won', $1, '{}')`;

it('a position beyond the head of its inbox is found, one below is not', async () => {
  const migrationsDir = join(__dirname, '../../prisma/migrations');
  const test = await createTestDatabase({ name: 'notification_invariants', migrationsDir });
  const database = createDatabase({ connectionString: test.connectionString });
  const found = async (): Promise<readonly string[]> => {
    const findings = await Promise.all(notificationInvariants().map(({ look }) => look(database)));
    return findings.flat().map(({ subject }) => subject);
  };
  try {
    await database.query(HEAD);
    await database.query(NOTIFICATION, [randomUUID(), 7]);
    expect(await found()).toEqual([]);
    const beyond = randomUUID();
    await database.query(NOTIFICATION, [beyond, 8]);
    expect(await found()).toEqual([beyond]);
  } finally {
    await database.close();
    await test.drop();
  }
});
