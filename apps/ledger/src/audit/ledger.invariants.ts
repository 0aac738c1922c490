import { sqlInvariant, walkInvariant, type Finding, type Invariant } from '@outcry/messaging';
import {
  BELOW_FLOOR,
  BROKEN_HISTORIES,
  BROKEN_HOLDS,
  FORGOTTEN_ESCROW,
  NEXT_ACCOUNTS,
  ONE_SIDED_TRANSFERS,
  UNEQUAL_SIDES,
} from './ledger-invariants.sql';

const IMBALANCE = 'ledger-imbalance';

/** Looked at account by account, a page at a time. */
const ofAccounts = (name: string, runbook: string, statement: string): Invariant =>
  walkInvariant({
    ...{ name, runbook, next: NEXT_ACCOUNTS },
    check: async (sql, ids) => (await sql.query<Finding>(statement, [ids])).rows,
  });

/**
 * What the ledger promises of all money, looked after while it runs. Subjects are ids of accounts
 * and transfers, or a tenant with an asset; amounts are never told.
 */
export const ledgerInvariants = (): readonly Invariant[] => [
  sqlInvariant({ name: 'ledger_sides_equal', runbook: IMBALANCE }, UNEQUAL_SIDES),
  sqlInvariant(
    { name: 'ledger_transfers_have_two_sides', runbook: IMBALANCE },
    ONE_SIDED_TRANSFERS,
  ),
  ofAccounts('ledger_balances_follow_entries', IMBALANCE, BROKEN_HISTORIES),
  ofAccounts('ledger_holds_add_up', IMBALANCE, BROKEN_HOLDS),
  ofAccounts('ledger_floors_hold', IMBALANCE, BELOW_FLOOR),
  ofAccounts('ledger_escrow_returns_to_zero', 'escrow-not-empty', FORGOTTEN_ESCROW),
];
