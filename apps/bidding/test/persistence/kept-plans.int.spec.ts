import { findStored } from '@outcry/service';
import { createDatabase, createTestDatabase } from '@outcry/testing';
import { resolve } from 'node:path';
import { lockAuction, lockBidders } from '../../src/persistence/locks';
import { SAVE_CHANGES } from '../../src/persistence/save-changes.sql';

const migrationsDir = resolve(__dirname, '../../prisma/migrations');
const ID = '00000000-0000-7000-8000-000000000000';

/** Each of the statements, and how its plan reads the rows that it wants. */
const KEPT = {
  auction_lock: { values: `('t', '${ID}')`, reads: [/Index Cond: .*auction_id = \$2/] },
  bidders_lock: {
    values: `('t', '${ID}', '{ann}')`,
    reads: [/using paddle_pkey on paddle p .*\n +Index Cond: \(paddle_id = ANY/],
  },
  bidders_commitments: {
    values: `('t', '${ID}', '{ann}')`,
    reads: [/using paddle_commitment_pkey .*\n +Index Cond: \(paddle_id = ANY/],
  },
  outcome_find: {
    values: `('{s}', '{k}')`,
    reads: [/using idempotency_key_pkey .*\n +Index Cond: \(\(scope = .* AND \(key = /],
  },
  changes_save: {
    values: `('[]', '[]', '[]', '[]', '[]', '[]', 1, '{}', '{}')`,
    reads: [
      /using auction_pkey on auction a .*\n +Index Cond: \(auction_id = ANY/,
      /using paddle_pkey on paddle p .*\n +Index Cond: \(paddle_id = ANY/,
      /using paddle_commitment_pkey .*\n +Index Cond: .*paddle_id = ANY/,
    ],
  },
};

it('finds what a bid needs by plans that were made while the tables were empty', async () => {
  const test = await createTestDatabase({ name: 'bid_plans', migrationsDir });
  const { connectionString } = test;
  const database = createDatabase({ connectionString, maxConnections: 1, byIndex: true });
  try {
    await database.query('ANALYZE');
    const auction = { tenantId: 't', auctionId: ID };
    await lockAuction(database, auction);
    await lockBidders(database, auction, ['ann']);
    await findStored(database, [{ scope: 's', key: 'k', bodyHash: '' }]);
    await database.query(SAVE_CHANGES, [...Array.from({ length: 6 }, () => '[]'), 1, [], []]);
    for (const [name, { values, reads }] of Object.entries(KEPT)) {
      const { rows } = await database.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN EXECUTE ${name} ${values}`,
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      for (const read of reads) expect(plan).toMatch(read);
      expect(plan).not.toMatch(/Seq Scan|Bitmap/);
    }
  } finally {
    await database.close();
    await test.drop();
  }
});
