import { accept, reject, type Result } from '@outcry/kernel';
import {
  afterEntry,
  balanceAfter,
  isBelowFloor,
  overflows,
  type Account,
  type AccountRef,
} from './account';
import { classOfAddress, type Side } from './account-class';
import type { Entry, LedgerRejection, PostedTransfer, Transfer, TransfersPosted } from './answer';
import type { PostTransfers, TransferLeg } from './ledger-command';
import type { WorkingCopy } from './working-copy';

type Decision<T> = Result<T, LedgerRejection>;

/**
 * The account on one side of a transfer. One that does not exist is opened when its class is known
 * and this is the side on which it grows, so that nothing can be taken from an unopened account.
 */
export const findOrOpen = (copy: WorkingCopy, ref: AccountRef, side: Side): Decision<Account> => {
  const existing = copy.account(ref);
  if (existing !== undefined) return accept(existing);
  const known = classOfAddress(ref.address);
  if (known === undefined) {
    return reject(
      'unknown_account_class',
      `Open ${ref.address} under a known class, such as wallet or escrow.`,
    );
  }
  if (known.normalSide !== side) {
    return reject('account_not_found', `Open ${ref.address} in ${ref.asset} before using it.`);
  }
  const blank = copy.openable(ref);
  if (blank !== undefined) return accept(blank);
  return reject('asset_not_found', `Register the asset ${ref.asset} first.`);
};

/** `promised`: the amount was set aside by a hold, so that no floor can be in its way any more. */
const checkAfter = (account: Account, side: Side, promised: boolean): Decision<Account> => {
  if (overflows(account)) {
    return reject('amount_overflow', `${account.address} cannot hold more than 38 digits.`);
  }
  if (!promised && side !== account.normalSide && isBelowFloor(account)) {
    return reject(
      'insufficient_funds',
      `${account.address} has not enough ${account.asset} available.`,
    );
  }
  return accept(account);
};

const entryOf = (account: Account, transferId: string, side: Side, amount: bigint): Entry => {
  const after = balanceAfter(account);
  return {
    tenantId: account.tenantId,
    accountId: account.id,
    seq: account.entryCount,
    transferId,
    side,
    amount,
    postedAfter: after.posted,
    availableAfter: after.available,
  };
};

/** Moves an amount between two known accounts; refuses an overflow or a broken floor. */
export const postBetween = (
  copy: WorkingCopy,
  debit: Account,
  credit: Account,
  transfer: Omit<Transfer, 'debitAccountId' | 'creditAccountId'>,
): Decision<PostedTransfer> => {
  const { amount } = transfer.amount;
  const debited = afterEntry(debit, 'debit', amount, copy.now);
  const credited = afterEntry(credit, 'credit', amount, copy.now);
  const debitCheck = checkAfter(debited, 'debit', transfer.holdId !== null);
  if (!debitCheck.ok) return debitCheck;
  const creditCheck = checkAfter(credited, 'credit', false);
  if (!creditCheck.ok) return creditCheck;
  copy.putAccount(debited);
  copy.putAccount(credited);
  copy.putTransfer({ ...transfer, debitAccountId: debit.id, creditAccountId: credit.id }, [
    entryOf(debited, transfer.id, 'debit', amount),
    entryOf(credited, transfer.id, 'credit', amount),
  ]);
  return accept({
    transferId: transfer.id,
    debitAccount: debit.address,
    creditAccount: credit.address,
    amount: transfer.amount,
    code: transfer.code,
    debitBalance: balanceAfter(debited),
    creditBalance: balanceAfter(credited),
  });
};

const refsOf = (tenantId: string, leg: TransferLeg): readonly [AccountRef, AccountRef] => [
  { tenantId, address: leg.debitAccount, asset: leg.amount.asset },
  { tenantId, address: leg.creditAccount, asset: leg.amount.asset },
];

const postLeg = (
  copy: WorkingCopy,
  command: PostTransfers,
  leg: TransferLeg,
  chainIndex: number,
): Decision<PostedTransfer> => {
  if (leg.debitAccount === leg.creditAccount) {
    return reject('same_account', 'Name two different accounts.');
  }
  const [debitRef, creditRef] = refsOf(command.tenantId, leg);
  const debit = findOrOpen(copy, debitRef, 'debit');
  if (!debit.ok) return debit;
  const credit = findOrOpen(copy, creditRef, 'credit');
  if (!credit.ok) return credit;
  if (leg.amount.amount === 0n) return reject('amount_zero', 'Leave out legs of zero.');
  return postBetween(copy, debit.value, credit.value, {
    tenantId: command.tenantId,
    id: leg.transferId,
    chainId: command.commandId,
    chainIndex,
    amount: leg.amount,
    code: leg.code,
    holdId: null,
    reference: command.reference,
  });
};

/** Linked transfers: all of them, each seeing those before it, or none. */
export const decidePostTransfers = (
  copy: WorkingCopy,
  command: PostTransfers,
): { readonly decision: Decision<TransfersPosted>; readonly failedIndex: number } => {
  let failedIndex = 0;
  const touched = command.legs.flatMap((leg) => refsOf(command.tenantId, leg));
  const decision = copy.attempt(touched, (): Decision<TransfersPosted> => {
    const transfers: PostedTransfer[] = [];
    for (const [index, leg] of command.legs.entries()) {
      const posted = postLeg(copy, command, leg, index);
      if (!posted.ok) {
        failedIndex = index;
        return posted;
      }
      transfers.push(posted.value);
    }
    return accept({ kind: 'transfers_posted', transfers });
  });
  return { decision, failedIndex };
};
