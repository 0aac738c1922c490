import { accept, reject, type Result } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import type { AuctionTerms, KnownAuction } from '../../domain/auction/auction';
import { evolveAuction } from '../../domain/auction/auction.evolve';
import { decideListing, type ListingCommand } from '../../domain/auction/list-auction.decide';
import type { FlowDecision } from '../../domain/flow/flow-decision';
import type { AuctionRef } from '../../persistence/locks';
import type { BiddingDeps } from '../bidding-deps';
import { decideOnAuction } from '../decide-on-auction';
import { ownedBy, type Owner } from './ownership';

const listing = (auction: KnownAuction, command: ListingCommand): Result<FlowDecision> => {
  const decision = decideListing(command, auction);
  if (!decision.ok) return decision;
  const state = decision.value.reduce(evolveAuction, auction);
  return accept({ auction: { state, events: decision.value }, paddles: [], settlements: [] });
};

export type EditAuction = {
  readonly auction: AuctionRef;
  readonly owner: Owner;
  /** The terms after the edit, or why the auction seen is not the one meant. */
  readonly edit: (auction: KnownAuction) => Result<AuctionTerms>;
};

/**
 * Changes the terms before the opening. Rejections: `not_found`, those of `edit`,
 * `auction_not_editable`, `wrong_asset`, `invalid_terms`.
 */
export const editAuction = (
  deps: BiddingDeps,
  sql: Sql,
  { auction: ref, owner, edit }: EditAuction,
): Promise<Result<KnownAuction>> =>
  decideOnAuction(deps, sql, ref, {
    needs: 'leader',
    decide: ({ auction, sale, nowMs }) => {
      if (!ownedBy(owner, auction)) return reject('not_found', 'There is no such auction.');
      const terms = edit(auction);
      if (!terms.ok) return terms;
      return listing(auction, { type: 'edit_auction', sale, terms: terms.value, nowMs });
    },
  });

/** Publishes a draft. Rejections: `not_found`, `auction_not_draft`, `invalid_terms`. */
export const scheduleAuction = (
  deps: BiddingDeps,
  sql: Sql,
  ref: AuctionRef,
  owner: Owner,
): Promise<Result<KnownAuction>> =>
  decideOnAuction(deps, sql, ref, {
    needs: 'leader',
    decide: ({ auction, nowMs }) =>
      ownedBy(owner, auction)
        ? listing(auction, { type: 'schedule_auction', nowMs })
        : reject('not_found', 'There is no such auction.'),
  });

/** Opens an auction whose start has come. Rejections: `not_found`, `auction_not_open`. */
export const openAuction = (
  deps: BiddingDeps,
  sql: Sql,
  ref: AuctionRef,
): Promise<Result<KnownAuction>> =>
  decideOnAuction(deps, sql, ref, {
    needs: 'leader',
    decide: ({ auction, nowMs }) => listing(auction, { type: 'open_auction', nowMs }),
  });
