import { divide } from '@outcry/kernel';
import type { Commitment, LivePaddle } from './paddle';

/** What a commitment may come to cost, in minor units. */
export const costOf = (commitment: Commitment): bigint =>
  commitment.premium + (commitment.kind === 'leading' ? commitment.maximum : commitment.hammer);

type Commitments = LivePaddle['commitments'];

/**
 * Σ (secret maximum + premium) over auctions led + Σ (hammer + premium) won and not yet captured
 * (architecture.md §6), in minor units.
 *
 * @param except an auction to leave out: the one whose commitment is about to be replaced
 */
export const exposureOf = (commitments: Commitments, except?: string): bigint =>
  Object.entries(commitments).reduce(
    (sum, [auctionId, commitment]) => (auctionId === except ? sum : sum + costOf(commitment)),
    0n,
  );

/** What of the limit is free for a commitment on `auctionId`. */
export const freeLimitOf = (
  paddle: Pick<LivePaddle, 'limit' | 'commitments'>,
  auctionId?: string,
): bigint => paddle.limit - exposureOf(paddle.commitments, auctionId);

/** What the ledger is to hold for a limit: its deposit share, rounded up. */
export const depositOf = (limit: bigint, depositBasisPoints: number): bigint =>
  divide(limit * BigInt(depositBasisPoints), 10_000n, 'up');

/** What the hold reserves and no win has been assigned yet. */
export const unassignedHold = ({ held, commitments }: LivePaddle): bigint =>
  Object.values(commitments).reduce(
    (left, commitment) => (commitment.kind === 'won' ? left - commitment.covered : left),
    held,
  );
