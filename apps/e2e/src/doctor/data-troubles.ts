import type { ServiceDatabase } from '@outcry/service';
import { admit, newTenant, openAuction, openSale } from '../people';
import { databaseOf, type Owner } from './operator';
import type { Trouble } from './trouble';

/** Triggers refuse what no command could do; a superuser can pass by them. */
const PAST_TRIGGERS = `SET LOCAL session_replication_role = 'replica'`;

const change = async (service: Owner, ...statements: string[]): Promise<void> => {
  const database = databaseOf(service);
  await database.transact(async (sql) => {
    for (const statement of statements) await sql.query(statement);
  });
  await database.close();
};

/** A wallet is credited by hand, and by the runbook put back to what its entries come to. */
export const imbalance = async (): Promise<Trouble> => {
  const market = newTenant();
  await admit(market, await openSale(market), 'ada', 10_000);
  const credit = (amount: number): Promise<void> =>
    change(
      'ledger',
      PAST_TRIGGERS,
      `UPDATE account SET credits_posted = credits_posted + ${amount}
        WHERE tenant_id = '${market.tenantId}' AND address = 'wallet:ada'`,
    );
  return {
    finding: 'ledger_sides_equal',
    subject: () => market.tenantId,
    runbook: 'ledger-imbalance',
    cause: () => credit(7),
    cure: () => credit(-7),
  };
};

/** A paddle's exposure is changed by hand, and by the runbook set to what it has committed. */
export const wrongExposure = async (): Promise<Trouble> => {
  const market = newTenant();
  const { paddleId } = await admit(market, await openSale(market), 'ada', 10_000);
  const set = (exposure: string): Promise<void> =>
    change('bidding', `UPDATE paddle p SET exposure = ${exposure} WHERE paddle_id = '${paddleId}'`);
  return {
    finding: 'exposure_within_limits',
    subject: () => paddleId,
    runbook: 'exposure-above-limit',
    cause: () => set('exposure + 1'),
    cure: () =>
      set(`(SELECT coalesce(sum(cost), 0) FROM paddle_commitment c
             WHERE c.paddle_id = p.paddle_id)`),
  };
};

const BLOCKERS = `
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE application_name = 'operator' AND state = 'idle in transaction' AND datname = $1`;

/** Opens and ends soon; which of the two is missed depends on when its row is locked. */
const SOON = { lengthMs: 10_000 };

type Lock = { readonly auctionId: string; readonly release: () => Promise<void> };

/** Locks the row of an auction and keeps it; null if the auction was over by then. */
const lockRow = async (database: ServiceDatabase, auctionId: string): Promise<Lock | null> => {
  const locked = Promise.withResolvers<string>();
  const over = Promise.withResolvers<void>();
  const holding = database
    .transact(async (sql) => {
      const { rows } = await sql.query<{ status: string }>(
        'SELECT status FROM auction WHERE auction_id = $1 FOR UPDATE',
        [auctionId],
      );
      locked.resolve(rows[0]?.status ?? 'unknown');
      await over.promise;
    })
    .catch(() => undefined);
  const release = async (): Promise<void> => {
    over.resolve();
    await holding;
  };
  if (['scheduled', 'open'].includes(await locked.promise)) return { auctionId, release };
  await release();
  return null;
};

/** Somebody's forgotten transaction holds the row of an auction that ends; the runbook ends it. */
export const lockedAuction = async (): Promise<Trouble> => {
  const market = newTenant();
  const saleId = await openSale(market);
  const database = databaseOf('bidding');
  let lock: Lock | null = null;
  return {
    finding: 'auctions_',
    subject: () => lock?.auctionId ?? 'none',
    runbook: 'auction-not-closing',
    cause: async () => {
      while (lock === null) lock = await lockRow(database, await openAuction(market, saleId, SOON));
    },
    cure: async () => {
      await database.query(BLOCKERS, ['outcry_bidding']);
      await lock?.release();
      await database.close();
    },
  };
};

/** What a full disk makes a database say, said to the ledger relay's statement of each second. */
export const fullDisk = (): Trouble => ({
  finding: 'database_takes_writes',
  subject: () => 'disk_full',
  runbook: 'database-full',
  cause: () =>
    change(
      'ledger',
      `CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
       END $$`,
      `CREATE TRIGGER disk_is_full BEFORE INSERT OR UPDATE ON outbox_relay
         FOR EACH STATEMENT EXECUTE FUNCTION disk_is_full()`,
    ),
  cure: () => change('ledger', 'DROP FUNCTION disk_is_full CASCADE'),
});

/** Bidding's database takes no connections any more; the runbook lets them in again. */
export const closedDatabase = (): Trouble => ({
  finding: 'database_answers',
  subject: () => 'database:',
  runbook: 'database-unreachable',
  cause: () =>
    change(
      'ledger',
      'ALTER DATABASE outcry_bidding ALLOW_CONNECTIONS false',
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'outcry_bidding'`,
    ),
  cure: () => change('ledger', 'ALTER DATABASE outcry_bidding ALLOW_CONNECTIONS true'),
});
