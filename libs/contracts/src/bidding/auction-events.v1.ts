import { z } from 'zod';
import { defineMessage } from '../definition';
import { idSchema, moneyData, principalSchema, timestampSchema } from '../wire';
import { biddingAuctionV1Topic as topic } from './topics';

export const paddleNumberSchema = z.string().describe('public pseudonym of a bidder within a sale');

/** What anybody may know of an auction after the event; derived from public facts only. */
export const publicAuctionState = z.object({
  status: z.enum(['scheduled', 'open', 'sold', 'unsold', 'cancelled']),
  price: moneyData.nullable().describe('visible price; null before the first bid'),
  leader: paddleNumberSchema.nullable(),
  bidCount: z.number().int().nonnegative(),
  minimumBid: moneyData.nullable().describe('least acceptable next bid; null when not open'),
  opensAt: timestampSchema,
  endsAt: timestampSchema.nullable().describe('null while the clock starts only at a first bid'),
  extensions: z.number().int().nonnegative(),
  reserveMet: z.boolean().nullable().describe('null when there is no reserve'),
  buyNow: moneyData.nullable().describe('null when it is not (or no longer) on offer'),
});
export type PublicAuctionState = z.infer<typeof publicAuctionState>;

export const lotSchema = z.object({
  title: z.string(),
  description: z.string(),
  imageUrls: z.array(z.string()),
});

const common = {
  auctionId: idSchema,
  saleId: idSchema,
  occurredAt: timestampSchema.describe('the decision’s time, by the database clock'),
  auction: publicAuctionState,
};
const auctionEvent = <const T extends string, S extends z.ZodType>(
  type: T,
  description: string,
  data: S,
) => defineMessage({ type, topic, description, data });

const listing = z.object({
  ...common,
  sellerId: principalSchema,
  lot: lotSchema,
  mode: z.enum(['proxy', 'straight']),
});

export const auctionScheduledV1 = auctionEvent(
  'bidding.auction-scheduled.v1',
  'The auction is published and will open at its time.',
  listing,
);
export const auctionEditedV1 = auctionEvent(
  'bidding.auction-edited.v1',
  'The auction was changed before it opened.',
  listing,
);
export const auctionOpenedV1 = auctionEvent(
  'bidding.auction-opened.v1',
  'Bids are accepted from now on.',
  z.object(common),
);

const visibleBid = z.object({
  bidId: idSchema,
  paddle: paddleNumberSchema,
  amount: moneyData.describe('the amount that became visible, never a maximum still in force'),
  automatic: z.boolean().describe('made by the proxy for the paddle'),
});
export type VisibleBid = z.infer<typeof visibleBid>;

export const bidPlacedV1 = auctionEvent(
  'bidding.bid-placed.v1',
  'A bid changed the public state; the bid and the proxy’s answer to it, in order.',
  z.object({
    ...common,
    bids: z.array(visibleBid).min(1),
    previousLeader: paddleNumberSchema.nullable(),
    extended: z.boolean(),
    reserveMetNow: z.boolean().describe('this bid met the reserve'),
  }),
);
export const reserveLoweredV1 = auctionEvent(
  'bidding.reserve-lowered.v1',
  'The seller lowered the secret reserve, which no bid had met; none meets it at once.',
  z.object(common),
);
export const bidsWithdrawnV1 = auctionEvent(
  'bidding.bids-withdrawn.v1',
  'Bids were retracted by their bidder or voided by an operator; the price was recomputed.',
  z.object({
    ...common,
    by: z.enum(['bidder', 'operator']),
    paddle: paddleNumberSchema,
    bidIds: z.array(idSchema),
    previousLeader: paddleNumberSchema.nullable(),
  }),
);
export const auctionClosedV1 = auctionEvent(
  'bidding.auction-closed.v1',
  'The hammer fell, or nobody bought.',
  z.object({
    ...common,
    outcome: z.enum(['sold', 'unsold']),
    by: z.enum(['hammer', 'buy_now', 'passed']).describe('passed: no bid, or below the reserve'),
    winner: paddleNumberSchema.nullable(),
    hammerPrice: moneyData.nullable(),
    sellerId: principalSchema,
  }),
);
export const auctionCancelledV1 = auctionEvent(
  'bidding.auction-cancelled.v1',
  'The auction was withdrawn before the hammer.',
  z.object({ ...common, sellerId: principalSchema }),
);
export const lotReawardedV1 = auctionEvent(
  'bidding.lot-reawarded.v1',
  'The buyer defaulted; the lot went to the next bidder in order.',
  z.object({
    ...common,
    from: paddleNumberSchema,
    to: paddleNumberSchema,
    hammerPrice: moneyData,
    sellerId: principalSchema,
  }),
);
export const lotReturnedV1 = auctionEvent(
  'bidding.lot-returned.v1',
  'The buyer defaulted and nobody else could take the lot: it is unsold.',
  z.object({ ...common, from: paddleNumberSchema, sellerId: principalSchema }),
);
export const candidatePassedOverV1 = auctionEvent(
  'bidding.candidate-passed-over.v1',
  'A candidate in second-chance order was passed over, since the free limit did not cover.',
  z.object({ ...common, paddle: paddleNumberSchema }),
);
