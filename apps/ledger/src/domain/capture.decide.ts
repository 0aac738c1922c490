import { accept, reject, type Result } from '@outcry/kernel';
import { afterReserve } from './account';
import type {
  CaptureStands,
  CaptureVoided,
  HoldCaptured,
  LedgerRejection,
  Outcome,
} from './answer';
import { captured, moneyOf } from './hold';
import { accountOfHold, checkHold, findHold } from './hold.decide';
import type { CaptureHold, VoidIfNotCaptured } from './ledger-command';
import { findOrOpen, postBetween } from './post-transfers.decide';
import type { WorkingCopy } from './working-copy';

type Decision<T> = Result<T, LedgerRejection>;

/** What a transfer made by a capture is coded as. */
export const CAPTURE_CODE = 'capture';

/** Moves part or all of what is held; the rest stays held, for further captures. */
export const decideCaptureHold = (
  copy: WorkingCopy,
  command: CaptureHold,
): Decision<HoldCaptured> => {
  const { tenantId, holdId, amount } = command;
  const found = findHold(copy, tenantId, holdId);
  if (!found.ok) return found;
  if (found.value.account === command.creditAccount) {
    return reject('same_account', 'Capture into another account than the one that is held.');
  }
  const credit = findOrOpen(
    copy,
    { tenantId, address: command.creditAccount, asset: amount.asset },
    'credit',
  );
  if (!credit.ok) return credit;
  const open = checkHold(copy, found.value, amount);
  if (!open.ok) return open;
  if (amount.amount > open.value.remaining) {
    return reject('exceeds_hold', `The hold has ${open.value.remaining} left.`);
  }
  const freed = afterReserve(accountOfHold(copy, open.value), -amount.amount);
  const posted = postBetween(copy, freed, credit.value, {
    tenantId,
    id: command.transferId,
    chainId: command.commandId,
    chainIndex: 0,
    amount,
    code: CAPTURE_CODE,
    holdId,
    reference: command.reference,
  });
  if (!posted.ok) return posted;
  const hold = captured(open.value, amount.amount);
  copy.putHold(hold);
  return accept({
    kind: 'hold_captured',
    holdId,
    holdVersion: hold.version,
    amount,
    remaining: moneyOf(hold, hold.remaining),
    transfer: posted.value,
  });
};

/** A voided capture's id answers like this, whatever the capture then asks for. */
const tombstone = (command: VoidIfNotCaptured, copy: WorkingCopy): Outcome => ({
  tenantId: command.tenantId,
  commandId: command.captureCommandId,
  kind: 'capture_hold',
  request: null,
  answer: {
    kind: 'refused',
    rejection: { code: 'capture_voided', detail: 'The asker gave this capture up.' },
    failedIndex: 0,
  },
  decidedAt: copy.now,
});

/** Whichever of the two comes first, a capture or its void, stands for ever. */
export const decideVoidIfNotCaptured = (
  copy: WorkingCopy,
  command: VoidIfNotCaptured,
): CaptureStands | CaptureVoided => {
  const { tenantId, captureCommandId, holdId } = command;
  const earlier = copy.outcome(tenantId, captureCommandId);
  if (earlier?.answer.kind === 'hold_captured') {
    const { amount, transfer } = earlier.answer;
    return {
      kind: 'capture_stands',
      holdId,
      captureCommandId,
      amount,
      transferId: transfer.transferId,
    };
  }
  // Any other outcome under that id already keeps a capture from ever using it.
  if (earlier === undefined) copy.putOutcome(tombstone(command, copy));
  return { kind: 'capture_voided', holdId, captureCommandId };
};
