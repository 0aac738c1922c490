import { accept, defined, reject, type Money, type Result } from '@outcry/kernel';
import { afterReserve, balanceAfter, isBelowFloor, overflows, type Account } from './account';
import { classOfAddress } from './account-class';
import type { HoldIncreased, HoldPlaced, HoldReleased, LedgerRejection } from './answer';
import { increased, isDue, moneyOf, released, type Hold } from './hold';
import type { IncreaseHold, PlaceHold, ReleaseHold } from './ledger-command';
import type { WorkingCopy } from './working-copy';

type Decision<T> = Result<T, LedgerRejection>;

export const accountOfHold = (copy: WorkingCopy, hold: Hold): Account =>
  defined(
    copy.account({ tenantId: hold.tenantId, address: hold.account, asset: hold.asset }),
    `the account of hold ${hold.id} was not read`,
  );

/** Ends a hold whose time has run out and tells it. */
export const expireHold = (copy: WorkingCopy, hold: Hold): void => {
  const account = afterReserve(accountOfHold(copy, hold), -hold.remaining);
  const ended = released(hold, hold.remaining, 'expired');
  copy.putAccount(account);
  copy.putHold(ended);
  copy.putExpired({
    tenantId: hold.tenantId,
    holdId: hold.id,
    holdVersion: ended.version,
    reference: hold.reference,
    amount: moneyOf(hold, hold.remaining),
    balance: balanceAfter(account),
  });
};

/** The hold, if it is there; its asset and state are checked later, in the order of precedence. */
export const findHold = (copy: WorkingCopy, tenantId: string, holdId: string): Decision<Hold> => {
  const hold = copy.hold(tenantId, holdId);
  return hold === undefined
    ? reject('hold_not_found', 'Place the hold and wait for its answer first.')
    : accept(hold);
};

/** Asset, state and amount of a command about an existing hold; a due hold expires right here. */
export const checkHold = (copy: WorkingCopy, hold: Hold, amount: Money | null): Decision<Hold> => {
  if (amount !== null && amount.asset !== hold.asset) {
    return reject('asset_mismatch', `The hold is in ${hold.asset}.`);
  }
  if (isDue(hold, copy.now)) expireHold(copy, hold);
  const status = copy.hold(hold.tenantId, hold.id)?.status;
  if (status === 'expired') return reject('hold_expired', 'Place a new hold.');
  if (status !== 'open') return reject('hold_not_open', 'Place a new hold.');
  if (amount?.amount === 0n) return reject('amount_zero', 'Name an amount above zero.');
  return accept(hold);
};

const reserve = (account: Account, amount: bigint): Decision<Account> => {
  const after = afterReserve(account, amount);
  if (overflows(after)) {
    return reject('amount_overflow', `${account.address} cannot hold more than 38 digits.`);
  }
  if (isBelowFloor(after)) {
    return reject(
      'insufficient_funds',
      `${account.address} has not enough ${account.asset} available.`,
    );
  }
  return accept(after);
};

const holdableAccount = (copy: WorkingCopy, command: PlaceHold): Decision<Account> => {
  const { asset } = command.amount;
  const account = copy.account({ tenantId: command.tenantId, address: command.account, asset });
  if (account === undefined) {
    return classOfAddress(command.account) === undefined
      ? reject('unknown_account_class', 'Name an account of a known class, such as wallet.')
      : reject('account_not_found', `Fund ${command.account} in ${asset} first.`);
  }
  return account.normalSide === 'credit'
    ? accept(account)
    : reject('account_not_holdable', 'Name an account that debits make smaller.');
};

export const decidePlaceHold = (copy: WorkingCopy, command: PlaceHold): Decision<HoldPlaced> => {
  if (copy.hold(command.tenantId, command.holdId) !== undefined) {
    return reject('hold_exists', 'Choose a new hold id.');
  }
  const found = holdableAccount(copy, command);
  if (!found.ok) return found;
  if (command.expiresAt !== null && command.expiresAt <= copy.now) {
    return reject('expiry_passed', 'Choose an expiry in the future.');
  }
  const { amount, asset } = command.amount;
  if (amount === 0n) return reject('amount_zero', 'Name an amount above zero.');
  const reserved = reserve(found.value, amount);
  if (!reserved.ok) return reserved;
  copy.putAccount(reserved.value);
  copy.putHold({
    tenantId: command.tenantId,
    id: command.holdId,
    accountId: reserved.value.id,
    account: command.account,
    asset,
    amount,
    remaining: amount,
    captured: 0n,
    released: 0n,
    status: 'open',
    expiresAt: command.expiresAt,
    reference: command.reference,
    version: 1n,
    placedAt: copy.now,
  });
  return accept({
    kind: 'hold_placed',
    holdId: command.holdId,
    holdVersion: 1n,
    account: command.account,
    amount: command.amount,
    remaining: command.amount,
    balance: balanceAfter(reserved.value),
  });
};

export const decideIncreaseHold = (
  copy: WorkingCopy,
  command: IncreaseHold,
): Decision<HoldIncreased> => {
  const found = findHold(copy, command.tenantId, command.holdId);
  if (!found.ok) return found;
  const open = checkHold(copy, found.value, command.amount);
  if (!open.ok) return open;
  const reserved = reserve(accountOfHold(copy, open.value), command.amount.amount);
  if (!reserved.ok) return reserved;
  const hold = increased(open.value, command.amount.amount);
  copy.putAccount(reserved.value);
  copy.putHold(hold);
  return accept({
    kind: 'hold_increased',
    holdId: hold.id,
    holdVersion: hold.version,
    amount: command.amount,
    remaining: moneyOf(hold, hold.remaining),
    balance: balanceAfter(reserved.value),
  });
};

/** Without an amount: all that is left, were it nothing, and the hold ends. */
export const decideReleaseHold = (
  copy: WorkingCopy,
  command: ReleaseHold,
): Decision<HoldReleased> => {
  const found = findHold(copy, command.tenantId, command.holdId);
  if (!found.ok) return found;
  const open = checkHold(copy, found.value, command.amount);
  if (!open.ok) return open;
  const amount = command.amount?.amount ?? open.value.remaining;
  if (amount > open.value.remaining) {
    return reject('exceeds_hold', `The hold has ${open.value.remaining} left.`);
  }
  const hold = released(open.value, amount, command.amount === null ? 'closed' : 'open');
  const account = afterReserve(accountOfHold(copy, open.value), -amount);
  copy.putAccount(account);
  copy.putHold(hold);
  return accept({
    kind: 'hold_released',
    holdId: hold.id,
    holdVersion: hold.version,
    amount: moneyOf(hold, amount),
    remaining: moneyOf(hold, hold.remaining),
    balance: balanceAfter(account),
  });
};
