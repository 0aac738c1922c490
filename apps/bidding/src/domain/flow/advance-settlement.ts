import { accept, assert, reject } from '@outcry/kernel';
import type { KnownAuction } from '../auction/auction';
import type { Paddle } from '../paddle/paddle';
import type { Decision } from '../rejections';
import type { Sale } from '../sale/sale';
import { totalOf } from '../settlement/invoice';
import type {
  KnownSettlement,
  Settlement,
  SettlementCommand,
  SettlementEvent,
} from '../settlement/settlement';
import { decideSettlement } from '../settlement/settlement.decide';
import { reawardLot } from './award';
import type { FlowDecision } from './flow-decision';
import { workingCopy, type WorkingCopy } from './working-copy';

export type SettlementAdvance = {
  readonly settlement: Settlement;
  readonly auction: KnownAuction;
  readonly sale: Sale;
  /** The buyer's, and of all who have a live bid on the auction. */
  readonly paddles: readonly Paddle[];
  /** `newCommandId` and `newSettlementId` are used if the step needs them. */
  readonly command: SettlementCommand & { readonly newSettlementId: string };
};

/** What a step of the settlement means for the buyer's paddle and for the lot. */
const follow = (
  copy: WorkingCopy,
  before: KnownSettlement,
  event: SettlementEvent,
  { sale, command }: SettlementAdvance,
): void => {
  const { paddleId, auctionId, invoice } = before;
  const { atMs } = event;
  if (event.type === 'capture_requested' && before.status === 'awaiting_payment')
    copy.tellPaddle(paddleId, {
      type: 'commitment_covered',
      atMs,
      auctionId,
      amount: before.shortfall,
    });
  if (event.type === 'captured')
    copy.tellPaddle(paddleId, {
      type: 'commitment_captured',
      atMs,
      auctionId,
      amount: totalOf(invoice),
    });
  if (event.type === 'buyer_defaulted') {
    const ids = { settlementId: command.newSettlementId, commandId: command.newCommandId };
    reawardLot(copy, sale, before.settlementId, ids, atMs);
  }
};

/**
 * Advances a settlement by a command, a deadline or the ledger's answer, together with the paddle
 * (the captured amount leaves limit and exposure at once) and the lot (a default gives it to the
 * next bidder in order, or back).
 *
 * Rejections: those of `decideSettlement`.
 */
export const advanceSettlement = (input: SettlementAdvance): Decision<FlowDecision> => {
  const { settlement, auction, paddles, command } = input;
  if (settlement.status === 'none') return reject('not_found', 'There is no such settlement.');
  assert(settlement.auctionId === auction.auctionId, 'a settlement goes with its auction');
  const decided = decideSettlement(command, settlement);
  if (!decided.ok) return decided;
  const copy = workingCopy({ auction, paddles, settlements: [settlement] });
  for (const event of decided.value) {
    copy.tellSettlement(settlement.settlementId, event);
    follow(copy, settlement, event, input);
  }
  return accept(copy.decision());
};
