import { accept, type InstantMs, type Money, reject } from '@outcry/kernel';
import {
  type Auction,
  type Bid,
  type KnownAuction,
  noAuction,
  type OpenAuction,
  type Standing,
} from '../auction/auction';
import { openingOf } from '../auction/list-auction.decide';
import { isBuyNowOffered } from '../auction/public-view';
import { stepOf } from '../auction/standing';
import type { LivePaddle, Paddle } from '../paddle/paddle';
import type { Decision } from '../rejections';
import type { Sale } from '../sale/sale';
import { awardTo, beginSettlement } from './award';
import { admitted, affordable, highEnough, takingBids, wellFormed } from './bid.acceptance';
import type { FlowDecision } from './flow-decision';
import { freeCommitment, moveLead } from './lead';
import { endAfterBid } from './soft-close';
import { workingCopy, type WorkingCopy } from './working-copy';

export type PlaceBid = {
  readonly type: 'place_bid';
  readonly bidId: string;
  readonly bidderId: string;
  /** The maximum in proxy mode, the price in straight mode. */
  readonly amount: Money;
};

export type BuyNow = {
  readonly type: 'buy_now';
  readonly bidId: string;
  readonly bidderId: string;
  /** The price that the buyer saw. */
  readonly price: Money;
  readonly settlementId: string;
  readonly commandId: string;
};

export type BidCommand = PlaceBid | BuyNow;

/** What the bidder, and nobody else, is told of an accepted bid. */
export type BidReceipt = {
  readonly bidId: string;
  readonly outcome: 'leading' | 'outbid' | 'raised' | 'bought';
  readonly number: string;
  /** The auction after this bid. */
  readonly auction: KnownAuction;
  readonly settlementId: string | null;
};

export type BidBatch = {
  readonly auction: Auction;
  readonly sale: Sale;
  /** Of all bidders of the batch and of the leader. */
  readonly paddles: readonly Paddle[];
  readonly commands: readonly BidCommand[];
  /** Read after the locks, once for the batch. */
  readonly nowMs: InstantMs;
};

export type BatchDecision = FlowDecision & {
  /** In the order of the commands. */
  readonly outcomes: readonly Decision<BidReceipt>[];
};

type Context = { readonly copy: WorkingCopy; readonly sale: Sale; readonly nowMs: InstantMs };

const outcomeOf = (
  before: Standing | null,
  after: Standing,
  bid: Bid,
): 'leading' | 'outbid' | 'raised' => {
  if (after.leader.bidId !== bid.bidId) return 'outbid';
  return before?.leader.bidderId === bid.bidderId ? 'raised' : 'leading';
};

const placed = (
  { copy, sale, nowMs }: Context,
  auction: OpenAuction,
  paddle: LivePaddle,
  command: PlaceBid,
): BidReceipt => {
  const { paddleId, bidderId, number } = paddle;
  const { bidId } = command;
  const bid: Bid = {
    ...{ bidId, paddleId, bidderId, number },
    amount: command.amount.amount,
    placedAtMs: nowMs,
  };
  const before = auction.standing;
  const { standing, visible } = stepOf(auction.terms, before, bid);
  copy.tell({
    type: 'bid_placed',
    atMs: nowMs,
    ...{ bid, standing, visible },
    previousLeader: before?.leader.number ?? null,
    reserveMetNow: standing.reserveMet === true && before?.reserveMet !== true,
    ...endAfterBid(auction, standing, visible.length > 0, nowMs),
  });
  moveLead(copy, sale, before, nowMs);
  const outcome = outcomeOf(before, standing, bid);
  return { bidId, outcome, number, auction: copy.auction(), settlementId: null };
};

const placeBid = (context: Context, command: PlaceBid): Decision<BidReceipt> => {
  const { copy, sale, nowMs } = context;
  const { bidderId, amount } = command;
  const auction = takingBids(copy.auction(), nowMs);
  if (!auction.ok) return auction;
  const paddle = admitted(copy, auction.value, bidderId);
  if (!paddle.ok) return paddle;
  const form = wellFormed(auction.value, amount, 'amount');
  if (!form.ok) return form;
  const height = highEnough(auction.value, bidderId, amount.amount);
  if (!height.ok) return height;
  const funds = affordable(copy, sale, paddle.value, amount.amount, 'amount');
  if (!funds.ok) return funds;
  return accept(placed(context, auction.value, paddle.value, command));
};

const bought = (context: Context, paddle: LivePaddle, command: BuyNow): BidReceipt => {
  const { copy, sale, nowMs } = context;
  const { bidId, settlementId } = command;
  const auction = copy.auction();
  const leader = 'standing' in auction ? auction.standing?.leader : undefined;
  const award = awardTo(sale, paddle, command.price.amount, settlementId);
  copy.tell({ type: 'auction_sold', atMs: nowMs, by: 'buy_now', award });
  if (leader) freeCommitment(copy, leader.paddleId, nowMs);
  beginSettlement(copy, sale, award, command, nowMs);
  const { number } = paddle;
  return { bidId, outcome: 'bought', number, auction: copy.auction(), settlementId };
};

const buyNow = (context: Context, command: BuyNow): Decision<BidReceipt> => {
  const { copy, sale, nowMs } = context;
  const { bidderId, price } = command;
  const auction = takingBids(copy.auction(), nowMs);
  if (!auction.ok) return auction;
  const paddle = admitted(copy, auction.value, bidderId);
  if (!paddle.ok) return paddle;
  const form = wellFormed(auction.value, price, 'price');
  if (!form.ok) return form;
  if (!isBuyNowOffered(auction.value))
    return reject('buy_now_unavailable', 'Place a bid; buy-now ended with the bidding.');
  if (price.amount !== auction.value.terms.buyNow)
    return reject('buy_now_price_changed', 'Read the auction again and buy at its price.', {
      field: '/price/amount',
    });
  const funds = affordable(copy, sale, paddle.value, price.amount, 'price');
  if (!funds.ok) return funds;
  return accept(bought(context, paddle.value, command));
};

/**
 * Decides all bids that wait for one auction, in order, over one working copy, so that each sees
 * those before it. The first check that fails gives the refusal, in this order:
 *
 * 1. `not_found`, `auction_cancelled`, `auction_not_open`, `auction_closed`
 * 2. `own_auction`, `linked_bidder`
 * 3. `paddle_required`, `paddle_not_live`
 * 4. `wrong_asset`, `invalid_amount`
 * 5. bids: `bid_too_low`; buy-now: `buy_now_unavailable`, `buy_now_price_changed`
 * 6. `over_limit`
 *
 * A start that has come opens the auction, also when every bid is refused.
 */
export const decideBids = (batch: BidBatch): Decision<BatchDecision> => {
  const { auction, sale, paddles, commands, nowMs } = batch;
  if (auction.status === noAuction.status) return reject('not_found', 'There is no such auction.');
  const copy = workingCopy({ auction, paddles });
  openingOf(auction, nowMs).forEach(copy.tell);
  const context: Context = { copy, sale, nowMs };
  const outcomes = commands.map((command) =>
    command.type === 'place_bid' ? placeBid(context, command) : buyNow(context, command),
  );
  return accept({ ...copy.decision(), outcomes });
};
