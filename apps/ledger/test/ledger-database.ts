import { randomBytes } from 'node:crypto';
import { uuidV7Generator } from '@outcry/kernel';
import type { OutgoingMessage, Sql } from '@outcry/messaging';
import { createDatabase, type ServiceDatabase } from '@outcry/service';
import { createTestDatabase } from '@outcry/testing';
import { resolve } from 'node:path';
import { applyCommands, type LedgerDeps } from '../src/commands/apply-commands.handler';
import type { LedgerCommand } from '../src/domain/ledger-command';
import type { Decided } from '../src/domain/ledger.decide';

export const migrationsDir = resolve(__dirname, '../prisma/migrations');

export const newId = uuidV7Generator({ nowMs: () => Date.now() }, randomBytes).next;

export type TestLedger = {
  readonly database: ServiceDatabase;
  readonly connectionString: string;
  /** Everything appended to the outbox by transactions that may yet have rolled back. */
  readonly appended: OutgoingMessage[];
  readonly deps: LedgerDeps;
  readonly apply: (...commands: LedgerCommand[]) => Promise<readonly Decided[]>;
  /** What is posted and what holds keep of an account; undefined where there is none. */
  readonly balance: (address: string, tenantId?: string) => Promise<[string, string] | undefined>;
  readonly close: () => Promise<void>;
};

export const own = () => ({ commandId: newId(), tenantId: 't-main' });

/** Ids of transfers are the ledger's to choose; the builders' are only for the pure machine. */
export const fresh = <T extends { legs: readonly object[] }>(command: T): T => ({
  ...command,
  ...own(),
  legs: command.legs.map((one) => ({ ...one, transferId: newId() })),
});

const BALANCE = `
SELECT CASE normal_side WHEN 'credit' THEN credits_posted - debits_posted
                        ELSE debits_posted - credits_posted END AS posted,
       debits_pending AS pending
  FROM account WHERE tenant_id = $1 AND address = $2`;

/** The ledger over a database of its own, without HTTP, consumers or a real outbox. */
export const createTestLedger = async (name: string): Promise<TestLedger> => {
  const test = await createTestDatabase({ name, migrationsDir });
  const database = createDatabase({ connectionString: test.connectionString, maxConnections: 20 });
  const appended: OutgoingMessage[] = [];
  const deps: LedgerDeps = {
    newId,
    append: async (_sql: Sql, messages) => void appended.push(...messages),
  };
  const apply = applyCommands(deps);
  return {
    database,
    connectionString: test.connectionString,
    appended,
    deps,
    apply: (...commands) =>
      database.transact((sql) =>
        apply(
          sql,
          commands.map((command) => ({ command })),
        ),
      ),
    balance: async (address, tenantId = 't-main') => {
      const { rows } = await database.query<{ posted: string; pending: string }>(BALANCE, [
        tenantId,
        address,
      ]);
      return rows[0] && [rows[0].posted, rows[0].pending];
    },
    close: async () => {
      await database.close();
      await test.drop();
    },
  };
};

export type Imbalance = { readonly what: string; readonly account: string };

/** Every way in which stored balances could disagree; none is the only good answer. */
export const imbalances = async (sql: Sql): Promise<Imbalance[]> => {
  const { rows } = await sql.query<Imbalance>(`
    SELECT 'sides' AS what, asset AS account FROM account GROUP BY tenant_id, asset
    HAVING sum(debits_posted) <> sum(credits_posted)
    UNION ALL
    SELECT 'entries', a.address FROM account a LEFT JOIN (
      SELECT account_id, count(*) AS n, max(seq) AS last,
             coalesce(sum(amount) FILTER (WHERE side = 'debit'), 0) AS debits,
             coalesce(sum(amount) FILTER (WHERE side = 'credit'), 0) AS credits
        FROM entry GROUP BY account_id) e ON e.account_id = a.id
    WHERE (coalesce(e.debits, 0), coalesce(e.credits, 0), coalesce(e.n, 0), coalesce(e.last, 0))
       <> (a.debits_posted, a.credits_posted, a.entry_count, a.entry_count)
    UNION ALL
    SELECT 'holds', a.address FROM account a LEFT JOIN (
      SELECT account_id, sum(remaining) AS held FROM hold GROUP BY account_id) h
        ON h.account_id = a.id
    WHERE coalesce(h.held, 0) <> a.debits_pending
    UNION ALL
    SELECT 'history', account_id::text FROM (
      SELECT account_id, e.posted_at < lag(e.posted_at) OVER w AS back,
             t.seq <= lag(t.seq) OVER w AS disorder
        FROM entry e JOIN transfer t ON t.id = e.transfer_id
      WINDOW w AS (PARTITION BY account_id ORDER BY e.seq)) AS steps
    WHERE back OR disorder`);
  return rows;
};
