import type { InstantMs } from '@outcry/kernel';
import { type AccountClass, type Side } from './account-class';

/** What identifies an account: an address holds one account per asset. */
export type AccountRef = {
  readonly tenantId: string;
  readonly address: string;
  readonly asset: string;
};

/**
 * Balances are derived from four counters, after TigerBeetle's data model. The posted two only
 * grow; the pending two are what open holds reserve.
 */
export type Account = AccountRef & {
  readonly id: string;
  readonly className: string;
  readonly normalSide: Side;
  readonly debitsPosted: bigint;
  readonly creditsPosted: bigint;
  readonly debitsPending: bigint;
  readonly creditsPending: bigint;
  /** The floor of the available balance; null: none. */
  readonly minAvailable: bigint | null;
  /** Counts every change. */
  readonly version: bigint;
  /** Counts the entries: the last entry's number in the account's history. */
  readonly entryCount: bigint;
  readonly lastPostedAt: InstantMs;
};

export type BalanceAfter = {
  readonly account: string;
  readonly asset: string;
  readonly posted: bigint;
  readonly available: bigint;
};

/** What numeric(38,0) can hold. */
export const MAX_UNITS = 10n ** 38n - 1n;

export const accountKey = (ref: AccountRef): string =>
  `${ref.tenantId} ${ref.address} ${ref.asset}`;

export const blankAccount = (ref: AccountRef, of: AccountClass, id: string): Account => ({
  tenantId: ref.tenantId,
  address: ref.address,
  asset: ref.asset,
  id,
  className: of.name,
  normalSide: of.normalSide,
  debitsPosted: 0n,
  creditsPosted: 0n,
  debitsPending: 0n,
  creditsPending: 0n,
  minAvailable: of.minAvailable,
  version: 0n,
  entryCount: 0n,
  lastPostedAt: 0,
});

/** Posted balance on the normal side; below zero where there is no floor. */
export const postedOf = (account: Account): bigint =>
  account.normalSide === 'credit'
    ? account.creditsPosted - account.debitsPosted
    : account.debitsPosted - account.creditsPosted;

/** Posted balance less what holds reserve; incoming pending amounts never count. */
export const availableOf = (account: Account): bigint =>
  postedOf(account) -
  (account.normalSide === 'credit' ? account.debitsPending : account.creditsPending);

export const balanceAfter = (account: Account): BalanceAfter => ({
  account: account.address,
  asset: account.asset,
  posted: postedOf(account),
  available: availableOf(account),
});

export const isBelowFloor = (account: Account): boolean =>
  account.minAvailable !== null && availableOf(account) < account.minAvailable;

export const overflows = (account: Account): boolean =>
  account.debitsPosted + account.debitsPending > MAX_UNITS ||
  account.creditsPosted + account.creditsPending > MAX_UNITS;

/** The account after one entry on `side`. */
export const afterEntry = (
  account: Account,
  side: Side,
  amount: bigint,
  at: InstantMs,
): Account => ({
  ...account,
  debitsPosted: side === 'debit' ? account.debitsPosted + amount : account.debitsPosted,
  creditsPosted: side === 'credit' ? account.creditsPosted + amount : account.creditsPosted,
  version: account.version + 1n,
  entryCount: account.entryCount + 1n,
  lastPostedAt: at,
});

/** The account with `delta` more (or less) reserved by holds for later debits. */
export const afterReserve = (account: Account, delta: bigint): Account => ({
  ...account,
  debitsPending: account.debitsPending + delta,
  version: account.version + 1n,
});
