import { assert, defined } from '@outcry/kernel';
import type { Bid, Standing } from '../auction/auction';
import { freeLimitOf } from '../paddle/exposure';
import { premiumOn } from '../sale/premium';
import type { Sale } from '../sale/sale';
import type { WorkingCopy } from './working-copy';

/** Whether the paddle's limit, less its other commitments, covers `amount` and its premium. */
export const covers = (
  copy: WorkingCopy,
  sale: Sale,
  paddleId: string,
  amount: bigint,
): boolean => {
  const paddle = copy.livePaddle(paddleId);
  if (!paddle) return false;
  return freeLimitOf(paddle, copy.auction().auctionId) >= amount + premiumOn(sale.premium, amount);
};

/** Frees what the paddle had committed to the auction; a committed paddle is live. */
export const freeCommitment = (copy: WorkingCopy, paddleId: string, atMs: number): void => {
  const { auctionId } = copy.auction();
  const paddle = defined(copy.livePaddle(paddleId), `the committed paddle ${paddleId} is at hand`);
  assert(paddle.commitments[auctionId], `paddle ${paddleId} is committed to the auction`);
  copy.tellPaddle(paddleId, { type: 'commitment_freed', atMs, auctionId });
};

const commitLead = (copy: WorkingCopy, sale: Sale, leader: Bid, atMs: number): void => {
  const commitment = {
    kind: 'leading',
    maximum: leader.amount,
    premium: premiumOn(sale.premium, leader.amount),
  } as const;
  const { auctionId } = copy.auction();
  copy.tellPaddle(leader.paddleId, { type: 'commitment_made', atMs, auctionId, commitment });
};

/** Moves the commitment from the leader before to the leader now, in the same decision. */
export const moveLead = (
  copy: WorkingCopy,
  sale: Sale,
  before: Standing | null,
  atMs: number,
): void => {
  const auction = copy.auction();
  const now = 'standing' in auction ? auction.standing : null;
  if (before && before.leader.paddleId !== now?.leader.paddleId)
    freeCommitment(copy, before.leader.paddleId, atMs);
  if (now && now.leader.bidId !== before?.leader.bidId) commitLead(copy, sale, now.leader, atMs);
};
