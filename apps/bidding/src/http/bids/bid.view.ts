import { bidding, idSchema, moneySchema } from '@outcry/contracts';
import { defined, type Result } from '@outcry/kernel';
import type { Answer } from '@outcry/service';
import { z } from 'zod';
import type { BidReceipt } from '../../domain/flow/decide-bids';
import { publicAuctionOf } from '../../publishing/public-auction';
import { answerOf } from '../result';

export const bidResult = z.object({
  bidId: idSchema,
  outcome: z.enum(['leading', 'outbid', 'raised', 'bought']),
  paddle: bidding.paddleNumberSchema.describe('the bidder’s own number'),
  auction: bidding.publicAuctionState.describe('after this bid'),
  sequence: z.int(),
  settlementId: idSchema.nullable().describe('of a purchase'),
});

export const amountSchema = moneySchema.describe('the maximum in proxy mode, else the price');

/** Refusals of bids and purchases, beside their own. */
export const bidRejections = [
  'auction_cancelled',
  'auction_not_open',
  'auction_closed',
  'own_auction',
  'linked_bidder',
  'paddle_required',
  'paddle_not_live',
  'wrong_asset',
  'invalid_amount',
  'over_limit',
] as const;

/** What the bidder, and nobody else, is told. */
export const receiptAnswer = (outcome: Result<BidReceipt>): Answer =>
  answerOf(outcome, ({ bidId, outcome: kind, number, auction, settlementId }) => ({
    status: 201,
    body: {
      bidId,
      outcome: kind,
      paddle: number,
      auction: defined(publicAuctionOf(auction), 'an auction with bids is public'),
      sequence: auction.sequence,
      settlementId,
    },
  }));
