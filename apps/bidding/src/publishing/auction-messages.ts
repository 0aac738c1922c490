import { bidding, toWireMoney } from '@outcry/contracts';
import { defined, toTimestamp } from '@outcry/kernel';
import { message, type OutgoingMessage } from '@outcry/messaging';
import { type Auction, type KnownAuction, noAuction } from '../domain/auction/auction';
import type { AuctionEvent } from '../domain/auction/auction.events';
import { evolveAuction, isPublicChange } from '../domain/auction/auction.evolve';
import { causedBy, causeIdOf, NO_CAUSES, type Causes } from './causes';
import { publicAuctionOf, visibleBidOf } from './public-auction';

type Common = {
  readonly auctionId: string;
  readonly saleId: string;
  readonly occurredAt: string;
  readonly auction: bidding.PublicAuctionState;
};

type Envelope = Pick<OutgoingMessage, 'tenantId' | 'key' | 'causation'> & {
  readonly sequence: bigint;
};

const listingOf = (common: Common, { sellerId, terms }: KnownAuction) => {
  const { title, description, imageUrls } = terms.lot;
  const lot = { title, description, imageUrls: [...imageUrls] };
  return { ...common, sellerId, lot, mode: terms.mode };
};

const closingOf = (
  common: Common,
  { sellerId, terms }: KnownAuction,
  event: Extract<AuctionEvent, { type: 'auction_sold' | 'auction_unsold' }>,
) => {
  if (event.type === 'auction_unsold')
    return {
      ...{ ...common, sellerId },
      ...({ outcome: 'unsold', by: 'passed', winner: null, hammerPrice: null } as const),
    };
  const { by, award } = event;
  const hammerPrice = toWireMoney({ amount: award.hammer, asset: terms.asset });
  const outcome = 'sold' as const;
  return { ...common, sellerId, outcome, by, winner: award.number, hammerPrice };
};

type PublicEvent = Exclude<AuctionEvent, { type: 'auction_created' }>;

const bidPlacedOf = (
  common: Common,
  before: Auction,
  { terms }: KnownAuction,
  event: Extract<AuctionEvent, { type: 'bid_placed' }>,
) => ({
  ...common,
  bids: event.visible.map((visible) => visibleBidOf(visible, terms.asset)),
  previousLeader: event.previousLeader,
  extended: 'extensions' in before && event.extensions > before.extensions,
  reserveMetNow: event.reserveMetNow,
});

const projected = (
  envelope: Envelope,
  common: Common,
  before: Auction,
  after: KnownAuction,
  event: PublicEvent,
): OutgoingMessage => {
  const { sellerId, terms } = after;
  switch (event.type) {
    case 'auction_scheduled':
      return message({
        ...envelope,
        definition: bidding.auctionScheduledV1,
        data: listingOf(common, after),
      });
    case 'auction_edited':
      return message({
        ...envelope,
        definition: bidding.auctionEditedV1,
        data: listingOf(common, after),
      });
    case 'auction_opened':
      return message({ ...envelope, definition: bidding.auctionOpenedV1, data: common });
    case 'bid_placed':
      return message({
        ...envelope,
        definition: bidding.bidPlacedV1,
        data: bidPlacedOf(common, before, after, event),
      });
    case 'reserve_lowered':
      return message({ ...envelope, definition: bidding.reserveLoweredV1, data: common });
    case 'bids_withdrawn': {
      const { by, number: paddle, publicBidIds, previousLeader } = event;
      const data = { ...common, by, paddle, bidIds: [...publicBidIds], previousLeader };
      return message({ ...envelope, definition: bidding.bidsWithdrawnV1, data });
    }
    case 'candidate_passed_over':
      return message({
        ...envelope,
        definition: bidding.candidatePassedOverV1,
        data: { ...common, paddle: event.number },
      });
    case 'auction_sold':
    case 'auction_unsold':
      return message({
        ...envelope,
        definition: bidding.auctionClosedV1,
        data: closingOf(common, after, event),
      });
    case 'auction_cancelled':
      return message({
        ...envelope,
        definition: bidding.auctionCancelledV1,
        data: { ...common, sellerId },
      });
    case 'lot_reawarded': {
      const { from, award } = event;
      const hammerPrice = toWireMoney({ amount: award.hammer, asset: terms.asset });
      const data = { ...common, from: from.number, to: award.number, hammerPrice, sellerId };
      return message({ ...envelope, definition: bidding.lotReawardedV1, data });
    }
    case 'lot_returned':
      return message({
        ...envelope,
        definition: bidding.lotReturnedV1,
        data: { ...common, from: event.from.number, sellerId },
      });
  }
};

/**
 * The public projection of journal events: no secrets, gap-free by sequence, nothing for a change
 * that nobody may see.
 *
 * @param before the auction before the first of the events
 * @param causes the traces of what caused them
 */
export const auctionMessages = (
  tenantId: string,
  before: Auction,
  events: readonly AuctionEvent[],
  causes: Causes = NO_CAUSES,
): readonly OutgoingMessage[] => {
  let state = before;
  const messages: OutgoingMessage[] = [];
  for (const event of events) {
    const previous = state;
    const after = evolveAuction(previous, event);
    state = after;
    if (event.type === 'auction_created' || !isPublicChange(previous, event)) continue;
    const { auctionId, saleId, sequence } = after;
    const auction = defined(publicAuctionOf(after), 'a published auction has a public state');
    const common = { auctionId, saleId, occurredAt: toTimestamp(event.atMs), auction };
    const cause = causedBy(causes, causeIdOf(event));
    const envelope = { tenantId, key: auctionId, sequence: BigInt(sequence), ...cause };
    messages.push(projected(envelope, common, previous, after, event));
  }
  return messages;
};

/** All messages that a whole journal must have led to: what `verify:auction` compares. */
export const projectJournal = (
  tenantId: string,
  events: readonly AuctionEvent[],
): readonly OutgoingMessage[] => auctionMessages(tenantId, noAuction, events);
