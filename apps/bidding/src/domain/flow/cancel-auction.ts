import { accept, type InstantMs, reject } from '@outcry/kernel';
import type { Auction, KnownAuction } from '../auction/auction';
import { openingOf } from '../auction/list-auction.decide';
import type { Paddle } from '../paddle/paddle';
import type { Decision } from '../rejections';
import { takingBids } from './bid.acceptance';
import type { FlowDecision } from './flow-decision';
import { freeCommitment } from './lead';
import { workingCopy } from './working-copy';

export type Cancellation = {
  readonly auction: Auction;
  /** The leader's, if there is one. */
  readonly paddles: readonly Paddle[];
  readonly command: {
    readonly by: 'seller' | 'operator';
    readonly reason: string;
    readonly nowMs: InstantMs;
  };
};

/** A seller may end early while much time is left, later only without bids (A4, eBay's rule). */
const cancellable = (
  auction: KnownAuction,
  { by, nowMs }: Cancellation['command'],
): Decision<null> => {
  if (auction.status === 'draft' || auction.status === 'scheduled') return accept(null);
  const open = takingBids(auction, nowMs);
  if (!open.ok) return open;
  const { endsAtMs, standing, terms } = open.value;
  const isFree = endsAtMs === null || endsAtMs - nowMs > terms.rules.freeWithdrawalLeftMs;
  return by === 'operator' || isFree || !standing
    ? accept(null)
    : reject('cancellation_too_late', 'Near the end a lot with bids is sold; ask an operator.');
};

/**
 * Withdraws a lot before the hammer and frees the leader.
 *
 * Rejections: `not_found`, `auction_closed`, `auction_cancelled`, `cancellation_too_late`.
 */
export const cancelAuction = (input: Cancellation): Decision<FlowDecision> => {
  const { auction, paddles, command } = input;
  if (auction.status === 'none') return reject('not_found', 'There is no such auction.');
  const copy = workingCopy({ auction, paddles });
  openingOf(auction, command.nowMs).forEach(copy.tell);
  const opened = copy.auction();
  const check = cancellable(opened, command);
  if (!check.ok) return check;
  const { by, reason, nowMs: atMs } = command;
  copy.tell({ type: 'auction_cancelled', atMs, by, reason });
  if (opened.status === 'open' && opened.standing)
    freeCommitment(copy, opened.standing.leader.paddleId, atMs);
  return accept(copy.decision());
};
