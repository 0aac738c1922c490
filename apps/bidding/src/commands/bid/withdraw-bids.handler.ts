import type { Result } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import type { KnownAuction } from '../../domain/auction/auction';
import { withdrawBids, type RetractBids, type VoidBid } from '../../domain/flow/withdraw-bids';
import type { AuctionRef } from '../../persistence/locks';
import type { BiddingDeps } from '../bidding-deps';
import { decideOnAuction } from '../decide-on-auction';

/**
 * Takes bids back and recomputes the price from those that remain. Rejections: `not_found` and
 * those of `withdrawBids`.
 */
export const withdraw = (
  deps: BiddingDeps,
  sql: Sql,
  ref: AuctionRef,
  command: Omit<RetractBids, 'nowMs'> | Omit<VoidBid, 'nowMs'>,
): Promise<Result<KnownAuction>> =>
  decideOnAuction(deps, sql, ref, {
    needs: 'bidders',
    decide: ({ auction, sale, paddles, nowMs }) =>
      withdrawBids({ auction, sale, paddles, command: { ...command, nowMs } }),
  });
