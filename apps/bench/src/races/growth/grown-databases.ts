import { join } from 'node:path';
import { uuidV7LowerBound } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { createDatabase, createTestDatabase } from '@outcry/testing';
import { checkoutRoot } from '../../stage/checkout';
import { MESSAGING } from '../../stage/stage';
import { BIDDING } from '../hot-auction/auction-house';
import type { Grown } from '../race';
import { growBids } from './grown-bids.sql';
import { growEntries } from './grown-entries.sql';
import { daysOf, growInbox } from './grown-inbox.sql';
import { LEDGER } from './ledger-posting.race';

export type GrownDatabases = Grown & { readonly drop: () => Promise<void> };

const DAY_MS = 86_400_000;
/** Ten million rows on a machine that is busy with other things. */
const STATEMENT_TIMEOUT_MS = 3_600_000;

type Grow = (sql: Sql) => Promise<void>;

/** A database that is filled once, for races to copy; nobody stays connected to it. */
const grownDatabase = async (name: string, migrations: string, grow: Grow) => {
  const migrationsDir = join(checkoutRoot(), migrations);
  const made = await createTestDatabase({ name: `grown_${name}`, migrationsDir });
  const database = createDatabase({
    connectionString: made.connectionString,
    maxConnections: 1,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  try {
    await grow(database);
    await database.query('VACUUM ANALYZE');
  } finally {
    await database.close();
  }
  return made;
};

/** @param rows of the inbox in the one, of bids in the next, of ledger entries in the last */
export const growDatabases = async (rows: number): Promise<GrownDatabases> => {
  const calendar = { nowMs: Date.now(), dayMs: DAY_MS, leastIdAt: uuidV7LowerBound };
  const messaging = await grownDatabase('messaging', MESSAGING, (sql) =>
    growInbox(sql, daysOf(rows, calendar)),
  );
  const bidding = await grownDatabase('bidding', BIDDING, (sql) => growBids(sql, rows));
  const ledger = await grownDatabase('ledger', LEDGER, (sql) => growEntries(sql, rows));
  return {
    ...{ messaging: messaging.name, bidding: bidding.name, ledger: ledger.name },
    drop: async () => {
      await Promise.all([messaging.drop(), bidding.drop(), ledger.drop()]);
    },
  };
};
