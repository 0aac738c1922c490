import { accept, defined, reject, type InstantMs, type Result } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import type { KnownAuction } from '../domain/auction/auction';
import type { FlowDecision } from '../domain/flow/flow-decision';
import type { Paddle } from '../domain/paddle/paddle';
import type { Sale } from '../domain/sale/sale';
import type { StoredAuction } from '../persistence/auction/auction.row';
import { withBids } from '../persistence/auction/journal';
import { decisionTime, lockAuction, lockPaddles, type AuctionRef } from '../persistence/locks';
import { saveChanges } from '../persistence/save-changes';
import { workingSet } from '../persistence/working-set';
import type { BiddingDeps } from './bidding-deps';

/** An auction under its lock, with whatever a decision about it may read. */
export type AuctionInHand = {
  readonly auction: KnownAuction;
  readonly sale: Sale;
  readonly paddles: readonly Paddle[];
  readonly nowMs: InstantMs;
};

export type AuctionDecision = {
  /** `leader`: only the leader's paddle is locked; `bidders`: of all with a live bid. */
  readonly needs: 'leader' | 'bidders';
  readonly decide: (inHand: AuctionInHand) => Result<FlowDecision>;
};

const paddleIdsOf = ({ auction }: StoredAuction): readonly string[] => {
  if (!('bids' in auction)) return [];
  const ids = auction.bids.map(({ paddleId }) => paddleId);
  const leader = auction.standing?.leader.paddleId;
  return [...new Set(leader === undefined ? ids : [...ids, leader])];
};

/**
 * Decides something about one auction within the caller's transaction: locks, decides, saves,
 * appends to the outbox. What is refused changes nothing but the time of the last decision.
 *
 * @returns the auction afterwards; `not_found` when the tenant has no such auction
 */
export const decideOnAuction = async (
  { sales, outbox }: BiddingDeps,
  sql: Sql,
  ref: AuctionRef,
  { needs, decide }: AuctionDecision,
): Promise<Result<KnownAuction>> => {
  const row = await lockAuction(sql, ref);
  if (!row) return reject('not_found', 'There is no such auction.');
  const stored = needs === 'bidders' ? await withBids(sql, row) : row;
  const paddles = await lockPaddles(sql, paddleIdsOf(stored));
  const { tenantId, auction } = stored;
  const sale = defined(await sales.find(sql, tenantId, auction.saleId), 'an auction has its sale');
  const nowMs = await decisionTime(sql, tenantId, [stored]);
  const set = workingSet({ auctions: [stored], paddles });
  const decision = decide({ auction, sale, paddles: set.paddles(), nowMs });
  if (decision.ok) set.foldFlow(tenantId, decision.value);
  await outbox.append(sql, await saveChanges(sql, set, () => nowMs));
  return decision.ok ? accept(decision.value.auction.state) : decision;
};
