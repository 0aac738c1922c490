import { toTimestamp, type InstantMs } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import type { Account } from '../../domain/account';
import type { Entry, Outcome, Transfer } from '../../domain/answer';
import type { Hold } from '../../domain/hold';
import type { Changes } from '../../domain/working-copy';
import { encodeAnswer } from '../outcome.row';
import { INSERT_ACCOUNTS } from './insert-accounts.sql';
import { INSERT_ENTRIES } from './insert-entries.sql';
import { INSERT_HOLDS } from './insert-holds.sql';
import { INSERT_OUTCOMES } from './insert-outcomes.sql';
import { INSERT_TRANSFERS } from './insert-transfers.sql';
import { UPDATE_ACCOUNTS } from './update-accounts.sql';
import { UPDATE_HOLDS } from './update-holds.sql';

const at = (instant: InstantMs): string => toTimestamp(instant);
const atOrNull = (instant: InstantMs | null): string | null =>
  instant === null || instant === 0 ? null : toTimestamp(instant);

/** Turns rows into one array per column, as unnest takes them, and tells whether all were taken. */
const write = async <T>(
  sql: Sql,
  statement: string,
  rows: readonly T[],
  columns: readonly ((row: T) => unknown)[],
  ...rest: unknown[]
): Promise<boolean> => {
  if (rows.length === 0) return true;
  const values = columns.map((column) => rows.map((row) => column(row)?.toString() ?? null));
  const { rowCount } = await sql.query(statement, [...values, ...rest]);
  return rowCount === rows.length;
};

const counters: readonly ((account: Account) => unknown)[] = [
  (account) => account.debitsPosted,
  (account) => account.creditsPosted,
  (account) => account.debitsPending,
  (account) => account.creditsPending,
];
const progress: readonly ((account: Account) => unknown)[] = [
  (account) => account.version,
  (account) => account.entryCount,
  (account) => atOrNull(account.lastPostedAt),
];

const openAccounts = (sql: Sql, accounts: readonly Account[]): Promise<boolean> =>
  write(sql, INSERT_ACCOUNTS, accounts, [
    (account) => account.id,
    (account) => account.tenantId,
    (account) => account.address,
    (account) => account.asset,
    (account) => account.className,
    (account) => account.normalSide,
    ...counters,
    (account) => account.minAvailable,
    ...progress,
  ]);

const updateAccounts = (sql: Sql, accounts: readonly Account[]): Promise<boolean> =>
  write(sql, UPDATE_ACCOUNTS, accounts, [(account) => account.id, ...counters, ...progress]);

const amounts: readonly ((hold: Hold) => unknown)[] = [
  (hold) => hold.amount,
  (hold) => hold.remaining,
  (hold) => hold.captured,
  (hold) => hold.released,
  (hold) => hold.status,
];

const placeHolds = (sql: Sql, holds: readonly Hold[]): Promise<boolean> =>
  write(sql, INSERT_HOLDS, holds, [
    (hold) => hold.tenantId,
    (hold) => hold.id,
    (hold) => hold.accountId,
    (hold) => hold.account,
    (hold) => hold.asset,
    ...amounts,
    (hold) => atOrNull(hold.expiresAt),
    (hold) => hold.reference.type,
    (hold) => hold.reference.id,
    (hold) => hold.version,
    (hold) => at(hold.placedAt),
  ]);

const updateHolds = (sql: Sql, holds: readonly Hold[]): Promise<boolean> =>
  write(sql, UPDATE_HOLDS, holds, [
    (hold) => hold.tenantId,
    (hold) => hold.id,
    ...amounts,
    (hold) => hold.version,
  ]);

const insertTransfers = (sql: Sql, transfers: readonly Transfer[], now: InstantMs) =>
  write(
    sql,
    INSERT_TRANSFERS,
    transfers,
    [
      (transfer) => transfer.id,
      (transfer) => transfer.tenantId,
      (transfer) => transfer.chainId,
      (transfer) => transfer.chainIndex,
      (transfer) => transfer.debitAccountId,
      (transfer) => transfer.creditAccountId,
      (transfer) => transfer.amount.amount,
      (transfer) => transfer.amount.asset,
      (transfer) => transfer.code,
      (transfer) => transfer.holdId,
      (transfer) => transfer.reference.type,
      (transfer) => transfer.reference.id,
    ],
    at(now),
  );

const insertEntries = (sql: Sql, entries: readonly Entry[], now: InstantMs) =>
  write(
    sql,
    INSERT_ENTRIES,
    entries,
    [
      (entry) => entry.accountId,
      (entry) => entry.seq,
      (entry) => entry.tenantId,
      (entry) => entry.transferId,
      (entry) => entry.side,
      (entry) => entry.amount,
      (entry) => entry.postedAfter,
      (entry) => entry.availableAfter,
    ],
    at(now),
  );

const insertOutcomes = (sql: Sql, outcomes: readonly Outcome[]): Promise<boolean> =>
  write(sql, INSERT_OUTCOMES, outcomes, [
    (outcome) => outcome.tenantId,
    (outcome) => outcome.commandId,
    (outcome) => outcome.kind,
    (outcome) => (outcome.request === null ? null : JSON.stringify(outcome.request)),
    (outcome) => encodeAnswer(outcome.answer),
    (outcome) => at(outcome.decidedAt),
  ]);

/**
 * Writes a batch, one statement per table.
 *
 * @returns false when another transaction has meanwhile opened one of the accounts, placed one of
 *   the holds or decided one of the commands: the caller must roll back and decide again
 */
export const saveChanges = async (sql: Sql, changes: Changes, now: InstantMs): Promise<boolean> =>
  (await openAccounts(sql, changes.opened)) &&
  (await updateAccounts(sql, changes.accounts)) &&
  (await placeHolds(sql, changes.placed)) &&
  (await updateHolds(sql, changes.holds)) &&
  (await insertTransfers(sql, changes.transfers, now)) &&
  (await insertEntries(sql, changes.entries, now)) &&
  (await insertOutcomes(sql, changes.outcomes));
