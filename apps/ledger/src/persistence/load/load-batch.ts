import { defined, type InstantMs } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { accountKey, blankAccount, type Account, type AccountRef } from '../../domain/account';
import { classOfAddress } from '../../domain/account-class';
import type { Outcome } from '../../domain/answer';
import type { Hold } from '../../domain/hold';
import { WorkingCopy } from '../../domain/working-copy';
import { accountOfRow, type AccountRow } from '../account.row';
import { holdOfRow, type HoldRow } from '../hold.row';
import { outcomeOfRow, type OutcomeRow } from '../outcome.row';
import { DECISION_TIME } from './decision-time.sql';
import { HOLD_ACCOUNTS } from './hold-accounts.sql';
import { KNOWN_ASSETS } from './known-assets.sql';
import { LOCK_ACCOUNTS } from './lock-accounts.sql';
import { LOCK_HOLDS } from './lock-holds.sql';
import { READ_OUTCOMES } from './read-outcomes.sql';
import { mayOpen, type Touched, type TouchedAccount, type TouchedHold } from './touched';

type HoldAccountRow = { tenant_id: string; id: string; address: string; asset: string };
type Named = { readonly tenantId: string; readonly id: string };

const columns = (named: readonly Named[]): [string[], string[]] => [
  named.map(({ tenantId }) => tenantId),
  named.map(({ id }) => id),
];

const readHoldAccounts = async (
  sql: Sql,
  holds: readonly TouchedHold[],
): Promise<HoldAccountRow[]> =>
  holds.length === 0 ? [] : (await sql.query<HoldAccountRow>(HOLD_ACCOUNTS, columns(holds))).rows;

const lockAccounts = async (sql: Sql, refs: readonly AccountRef[]): Promise<Account[]> => {
  if (refs.length === 0) return [];
  const { rows } = await sql.query<AccountRow>(LOCK_ACCOUNTS, [
    refs.map(({ tenantId }) => tenantId),
    refs.map(({ address }) => address),
    refs.map(({ asset }) => asset),
  ]);
  return rows.map(accountOfRow);
};

/** A hold placed by another transaction since its account was read is not seen by this batch. */
const lockHolds = async (sql: Sql, found: readonly HoldAccountRow[]): Promise<Hold[]> => {
  if (found.length === 0) return [];
  const { rows } = await sql.query<HoldRow>(LOCK_HOLDS, [
    found.map((row) => row.tenant_id),
    found.map((row) => row.id),
  ]);
  return rows.map(holdOfRow);
};

const readOutcomes = async (sql: Sql, commandIds: readonly Named[]): Promise<Outcome[]> => {
  if (commandIds.length === 0) return [];
  const { rows } = await sql.query<OutcomeRow>(READ_OUTCOMES, columns(commandIds));
  return rows.map(outcomeOfRow);
};

const blanks = async (
  sql: Sql,
  missing: readonly TouchedAccount[],
  newId: () => string,
): Promise<Account[]> => {
  const unique = [...new Map(missing.map((ref) => [accountKey(ref), ref])).values()];
  if (unique.length === 0) return [];
  const { rows } = await sql.query<{ tenant_id: string; asset: string }>(KNOWN_ASSETS, [
    unique.map(({ tenantId }) => tenantId),
    unique.map(({ asset }) => asset),
  ]);
  const known = new Set(rows.map((row) => `${row.tenant_id} ${row.asset}`));
  return unique
    .filter(({ tenantId, asset }) => known.has(`${tenantId} ${asset}`))
    .map((ref) =>
      blankAccount(ref, defined(classOfAddress(ref.address), 'an unknown class opens'), newId()),
    );
};

/** The database's time, which never runs backwards along the history of an account. */
const decisionTime = async (sql: Sql, accounts: readonly Account[]): Promise<InstantMs> => {
  const { rows } = await sql.query<{ now_ms: string }>(DECISION_TIME);
  const now = Number(defined(rows[0], 'the clock gave no row').now_ms);
  return accounts.reduce((latest, { lastPostedAt }) => Math.max(latest, lastPostedAt), now);
};

/**
 * Locks what a batch touches in the global order (accounts by id, holds by id) and reads, in later
 * statements, what was decided before and the time.
 */
export const loadBatch = async (
  sql: Sql,
  touched: Touched,
  newId: () => string,
): Promise<WorkingCopy> => {
  const holdAccounts = await readHoldAccounts(sql, touched.holds);
  const ofHolds = holdAccounts.map(({ tenant_id: tenantId, address, asset }) => ({
    tenantId,
    address,
    asset,
  }));
  const accounts = await lockAccounts(sql, [...touched.accounts, ...ofHolds]);
  const present = new Set(accounts.map(accountKey));
  const missing = touched.accounts.filter((ref) => !present.has(accountKey(ref)) && mayOpen(ref));
  const openable = await blanks(sql, missing, newId);
  const holds = await lockHolds(sql, holdAccounts);
  const outcomes = await readOutcomes(sql, touched.commandIds);
  const now = await decisionTime(sql, accounts);
  return new WorkingCopy({ accounts, openable, holds, outcomes }, now);
};
