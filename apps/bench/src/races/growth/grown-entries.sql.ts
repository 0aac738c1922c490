import type { Sql } from '@outcry/messaging';

const ENTRIES_OF_ACCOUNT = 1_000;
const ENTRIES_OF_TRANSFER = 2;
const AMOUNT = 100;

/** `$1` pairs of a cash account and a wallet, each with as many entries as the other. */
const GROW_ACCOUNTS = `
INSERT INTO account (id, tenant_id, address, asset, class, normal_side, debits_posted,
                     credits_posted, min_available, version, entry_count, last_posted_at)
SELECT md5(class || pair)::uuid, 'default', class || ':grown' || pair, 'USD/2', class, side,
       CASE side WHEN 'debit' THEN total ELSE 0 END, CASE side WHEN 'credit' THEN total ELSE 0 END,
       CASE side WHEN 'credit' THEN 0 END, ${ENTRIES_OF_ACCOUNT}, ${ENTRIES_OF_ACCOUNT},
       '2026-01-01T00:00:00Z'
  FROM generate_series(0, $1::bigint - 1) AS pair,
       (VALUES ('cash', 'debit'), ('wallet', 'credit')) AS classes (class, side),
       (VALUES (${ENTRIES_OF_ACCOUNT * AMOUNT})) AS totals (total)
 ORDER BY 1`;

/** `$1` pairs' transfers, all in one direction: the balance after the nth is n times the amount. */
const GROW_TRANSFERS = `
INSERT INTO transfer (id, tenant_id, chain_id, chain_index, debit_account_id, credit_account_id,
                      amount, asset, code, reference_type, reference_id, posted_at, effective_at)
SELECT id, 'default', id, 0, md5('cash' || pair)::uuid, md5('wallet' || pair)::uuid, ${AMOUNT},
       'USD/2', 'deposit', 'deposit', 'grown-' || n, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'
  FROM (SELECT n, n / ${ENTRIES_OF_ACCOUNT} AS pair,
               (lpad(to_hex(1700000000000 + n), 12, '0') || '7000'
                 || '8' || substr(md5('transfer ' || n), 1, 15))::uuid AS id
          FROM generate_series(0, $1::bigint * ${ENTRIES_OF_ACCOUNT} - 1) AS n) AS made`;

/** Transfers are numbered as they were made: a thousand of one pair, then of the next. */
const GROW_ENTRIES = `
INSERT INTO entry (account_id, seq, tenant_id, transfer_id, side, amount, posted_after,
                   available_after, posted_at)
SELECT account_id, nth, 'default', id, side, ${AMOUNT}, nth * ${AMOUNT}, nth * ${AMOUNT}, posted_at
  FROM (SELECT *, 1 + (seq - 1) % ${ENTRIES_OF_ACCOUNT} AS nth FROM transfer) AS made,
       LATERAL (VALUES (debit_account_id, 'debit'), (credit_account_id, 'credit'))
         AS sides (account_id, side)`;

/** Books that balance: each transfer has its two entries, each account its sum. */
export const growEntries = async (sql: Sql, entries: number): Promise<void> => {
  const pairs = Math.max(1, Math.round(entries / ENTRIES_OF_TRANSFER / ENTRIES_OF_ACCOUNT));
  await sql.query(GROW_ACCOUNTS, [pairs]);
  await sql.query(GROW_TRANSFERS, [pairs]);
  await sql.query(GROW_ENTRIES);
};
