import type { InstantMs, Money } from '@outcry/kernel';
import type { Reference } from './ledger-command';

/**
 * open → closed (all that was left given back) | expired.
 * A hold of which everything was captured stays open: it may be increased, until it is released.
 */
export type HoldStatus = 'open' | 'closed' | 'expired';

/** `amount = remaining + captured + released`, at all times. */
export type Hold = {
  readonly tenantId: string;
  readonly id: string;
  readonly accountId: string;
  readonly account: string;
  readonly asset: string;
  /** All that was ever reserved: the first amount and every increase. */
  readonly amount: bigint;
  readonly remaining: bigint;
  readonly captured: bigint;
  readonly released: bigint;
  readonly status: HoldStatus;
  /** From this instant on nothing can be captured, swept or not. */
  readonly expiresAt: InstantMs | null;
  readonly reference: Reference;
  /** 1, 2, 3 …: the sequence of the hold's public events. */
  readonly version: bigint;
  readonly placedAt: InstantMs;
};

export const holdKey = (tenantId: string, holdId: string): string => `${tenantId} ${holdId}`;

export const moneyOf = (hold: Hold, amount: bigint): Money => ({ amount, asset: hold.asset });

export const isDue = (hold: Hold, now: InstantMs): boolean =>
  hold.status === 'open' && hold.expiresAt !== null && hold.expiresAt <= now;

const changed = (hold: Hold, change: Partial<Hold>): Hold => ({
  ...hold,
  ...change,
  version: hold.version + 1n,
});

export const increased = (hold: Hold, by: bigint): Hold =>
  changed(hold, { amount: hold.amount + by, remaining: hold.remaining + by });

export const captured = (hold: Hold, amount: bigint): Hold =>
  changed(hold, { remaining: hold.remaining - amount, captured: hold.captured + amount });

export const released = (hold: Hold, amount: bigint, status: HoldStatus): Hold =>
  changed(hold, {
    remaining: hold.remaining - amount,
    released: hold.released + amount,
    status,
  });
