import { accept, type InstantMs, type Money, reject } from '@outcry/kernel';
import type { Auction, OpenAuction } from '../auction/auction';
import { minimumBid } from '../auction/standing';
import type { LivePaddle } from '../paddle/paddle';
import type { Decision } from '../rejections';
import type { Sale } from '../sale/sale';
import { covers } from './lead';
import type { WorkingCopy } from './working-copy';

/**
 * The auction as one that takes bids now. An opening that is due has been told before. Rejections:
 * `not_found`, `auction_cancelled`, `auction_not_open`, `auction_closed`.
 */
export const takingBids = (auction: Auction, nowMs: InstantMs): Decision<OpenAuction> => {
  switch (auction.status) {
    case 'none':
      return reject('not_found', 'There is no such auction.');
    case 'cancelled':
      return reject('auction_cancelled', 'The lot was withdrawn; look for another.');
    case 'draft':
    case 'scheduled':
      return reject('auction_not_open', 'Come back when the auction opens.');
    case 'sold':
    case 'unsold':
      return reject('auction_closed', 'The bidding on this lot is over.');
    case 'open':
      return auction.endsAtMs !== null && nowMs >= auction.endsAtMs
        ? reject('auction_closed', 'The bidding on this lot is over.')
        : accept(auction);
  }
};

/** Rejections: `own_auction`, `linked_bidder`, `paddle_required`, `paddle_not_live`. */
export const admitted = (
  copy: WorkingCopy,
  auction: OpenAuction,
  bidderId: string,
): Decision<LivePaddle> => {
  if (auction.sellerId === bidderId)
    return reject('own_auction', 'Let others bid on what you sell.');
  if (auction.terms.linkedBidderIds.includes(bidderId))
    return reject('linked_bidder', 'You act with the seller and may not bid on this lot.');
  const paddle = copy.paddleOf(bidderId);
  if (!paddle) return reject('paddle_required', 'Register for the sale first.');
  if (paddle.status !== 'live')
    return reject('paddle_not_live', `Your paddle is ${paddle.status}; bid with a live one.`);
  return accept(paddle);
};

const wire = (amount: bigint, asset: string) => ({ amount: amount.toString(), asset });

/** Rejections: `wrong_asset`, `invalid_amount`. */
export const wellFormed = (auction: OpenAuction, amount: Money, field: string): Decision<null> => {
  const { asset } = auction.terms;
  if (amount.asset !== asset)
    return reject('wrong_asset', `Bid in ${asset}.`, { field: `/${field}/asset` });
  if (amount.amount <= 0n)
    return reject('invalid_amount', 'Bid an amount above zero.', { field: `/${field}/amount` });
  return accept(null);
};

/**
 * The minimum is public, except that a leader must also exceed the own maximum. Rejection:
 * `bid_too_low`.
 */
export const highEnough = (
  auction: OpenAuction,
  bidderId: string,
  amount: bigint,
): Decision<null> => {
  const { terms, standing } = auction;
  const open = minimumBid(terms, standing);
  const own = standing?.leader.bidderId === bidderId ? standing.leader.amount + 1n : 0n;
  const minimum = own > open ? own : open;
  if (amount >= minimum) return accept(null);
  const extensions = { minimumBid: wire(minimum, terms.asset) };
  return reject('bid_too_low', `Bid at least ${minimum.toString()} (${terms.asset}).`, {
    field: '/amount/amount',
    extensions,
  });
};

/**
 * Checked before it is known who would lead, else a refusal would tell something of the leader's
 * maximum. Rejection: `over_limit`.
 */
export const affordable = (
  copy: WorkingCopy,
  sale: Sale,
  paddle: LivePaddle,
  amount: bigint,
  field: string,
): Decision<null> =>
  covers(copy, sale, paddle.paddleId, amount)
    ? accept(null)
    : reject('over_limit', 'Bid less, raise the limit of your paddle, or wait to be outbid.', {
        field: `/${field}/amount`,
      });
