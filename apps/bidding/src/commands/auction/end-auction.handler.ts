import { reject, type Money, type Result } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import type { KnownAuction } from '../../domain/auction/auction';
import { cancelAuction } from '../../domain/flow/cancel-auction';
import { closeAuction } from '../../domain/flow/close-auction';
import { lowerReserve } from '../../domain/flow/lower-reserve';
import type { AuctionRef } from '../../persistence/locks';
import type { BiddingDeps } from '../bidding-deps';
import { decideOnAuction } from '../decide-on-auction';
import { ownedBy, type Owner } from './ownership';

const notFound = () => reject('not_found', 'There is no such auction.');

/**
 * Withdraws a lot before the hammer. Rejections: `not_found`, `auction_closed`,
 * `auction_cancelled`, `cancellation_too_late`.
 */
export const cancel = (
  deps: BiddingDeps,
  sql: Sql,
  ref: AuctionRef,
  { owner, reason }: { readonly owner: Owner; readonly reason: string },
): Promise<Result<KnownAuction>> =>
  decideOnAuction(deps, sql, ref, {
    needs: 'leader',
    decide: ({ auction, paddles, nowMs }) => {
      if (!ownedBy(owner, auction)) return notFound();
      const by = owner === 'any' ? 'operator' : 'seller';
      return cancelAuction({ auction, paddles, command: { by, reason, nowMs } });
    },
  });

/** Lowers the secret reserve. Rejections: `not_found` and those of `lowerReserve`. */
export const lower = (
  deps: BiddingDeps,
  sql: Sql,
  ref: AuctionRef,
  { owner, reserve }: { readonly owner: Owner; readonly reserve: Money },
): Promise<Result<KnownAuction>> =>
  decideOnAuction(deps, sql, ref, {
    needs: 'leader',
    decide: ({ auction, nowMs }) =>
      ownedBy(owner, auction) ? lowerReserve({ auction, command: { reserve, nowMs } }) : notFound(),
  });

/**
 * Lets the hammer fall when the end has come; several replicas may try, one does it. Rejections:
 * `not_found`, `auction_not_open`, `auction_not_over`.
 */
export const close = (
  deps: BiddingDeps,
  sql: Sql,
  ref: AuctionRef,
): Promise<Result<KnownAuction>> =>
  decideOnAuction(deps, sql, ref, {
    needs: 'leader',
    decide: ({ auction, sale, paddles, nowMs }) => {
      const ids = { settlementId: deps.ids.next(), commandId: deps.ids.next() };
      return closeAuction({ auction, sale, paddles, command: { ...ids, nowMs } });
    },
  });
