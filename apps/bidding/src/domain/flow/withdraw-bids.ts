import { accept, type InstantMs, reject } from '@outcry/kernel';
import type { Auction, Bid, Bidder, OpenAuction, Standing } from '../auction/auction';
import type { RetractionReason } from '../auction/auction.events';
import { openingOf } from '../auction/list-auction.decide';
import { publicBidIds, standingOf } from '../auction/standing';
import type { Paddle } from '../paddle/paddle';
import type { Decision } from '../rejections';
import type { Sale } from '../sale/sale';
import { takingBids } from './bid.acceptance';
import type { FlowDecision } from './flow-decision';
import { covers, moveLead } from './lead';
import { workingCopy, type WorkingCopy } from './working-copy';

export type RetractBids = {
  readonly type: 'retract_bids';
  readonly bidderId: string;
  readonly reason: RetractionReason;
  readonly nowMs: InstantMs;
};

export type VoidBid = {
  readonly type: 'void_bid';
  readonly bidId: string;
  readonly reason: string;
  readonly nowMs: InstantMs;
};

export type Withdrawal = {
  readonly auction: Auction;
  readonly sale: Sale;
  /** Of all who have a live bid on the auction. */
  readonly paddles: readonly Paddle[];
  readonly command: RetractBids | VoidBid;
};

/** eBay's windows (auctions-and-order-book.md, A4); exactly the free window left counts as late. */
const retractable = (auction: OpenAuction, command: RetractBids): Decision<readonly Bid[]> => {
  const { nowMs, bidderId } = command;
  const own = auction.bids.filter((bid) => bid.bidderId === bidderId);
  const latest = own.at(-1);
  if (!latest) return reject('nothing_to_retract', 'You have no bid on this lot.');
  const { freeWithdrawalLeftMs, lateRetractionWithinMs } = auction.terms.rules;
  if (auction.endsAtMs === null || auction.endsAtMs - nowMs > freeWithdrawalLeftMs)
    return accept(own);
  return nowMs - latest.placedAtMs <= lateRetractionWithinMs
    ? accept([latest])
    : reject('retraction_too_late', 'Near the end only a bid placed just now can be retracted.');
};

/** An operator may void while the hammer has not fallen, also between the end and the closing. */
const voidable = (auction: Auction, { bidId }: VoidBid): Decision<readonly Bid[]> => {
  if (auction.status !== 'open') {
    const open = takingBids(auction, 0);
    return open.ok ? accept([]) : open;
  }
  const bid = auction.bids.find((candidate) => candidate.bidId === bidId);
  return bid ? accept([bid]) : reject('bid_not_found', 'No live bid on this lot has that id.');
};

const withdrawable = (auction: Auction, { command }: Withdrawal): Decision<readonly Bid[]> => {
  if (command.type === 'void_bid') return voidable(auction, command);
  const open = takingBids(auction, command.nowMs);
  return open.ok ? retractable(open.value, command) : open;
};

/** The standing of the remaining bids whose leader's free limit covers; others are passed over. */
const coveredStanding = (
  copy: WorkingCopy,
  sale: Sale,
  { terms }: OpenAuction,
  remaining: readonly Bid[],
): { readonly standing: Standing | null; readonly passedOver: readonly Bidder[] } => {
  const passedOver: Bidder[] = [];
  let bids = remaining;
  let standing = standingOf(terms, bids);
  while (standing && !covers(copy, sale, standing.leader.paddleId, standing.leader.amount)) {
    const { paddleId, bidderId, number } = standing.leader;
    passedOver.push({ paddleId, bidderId, number });
    bids = bids.filter((bid) => bid.bidderId !== bidderId);
    standing = standingOf(terms, bids);
  }
  return { standing, passedOver };
};

const looksTheSame = (a: Standing | null, b: Standing | null): boolean =>
  a?.price === b?.price &&
  a?.bidCount === b?.bidCount &&
  a?.reserveMet === b?.reserveMet &&
  a?.leader.number === b?.leader.number;

const withdraw = (
  copy: WorkingCopy,
  auction: OpenAuction,
  taken: readonly [Bid, ...Bid[]],
  { sale, command }: Withdrawal,
): void => {
  const { nowMs: atMs, reason } = command;
  const { terms, standing: before } = auction;
  const bidIds = taken.map((bid) => bid.bidId);
  const known = publicBidIds(terms, auction.bids);
  const publicIds = bidIds.filter((bidId) => known.has(bidId));
  const remaining = auction.bids.filter((bid) => !bidIds.includes(bid.bidId));
  const { standing, passedOver } = coveredStanding(copy, sale, auction, remaining);
  const { paddleId, bidderId, number } = taken[0];
  copy.tell({
    type: 'bids_withdrawn',
    atMs,
    ...{ paddleId, bidderId, number, reason, bidIds, standing },
    by: command.type === 'void_bid' ? 'operator' : 'bidder',
    publicBidIds: publicIds,
    previousLeader: before?.leader.number ?? null,
    isPublic: publicIds.length > 0 || !looksTheSame(before, standing),
  });
  for (const bidder of passedOver)
    copy.tell({ type: 'candidate_passed_over', atMs, ...bidder, standing });
  moveLead(copy, sale, before, atMs);
};

/**
 * Takes bids back, by their bidder or by an operator, and recomputes the price from those that
 * remain. The end stays where it is.
 *
 * Rejections: those of the auction's status, `nothing_to_retract`, `retraction_too_late`,
 * `bid_not_found`.
 */
export const withdrawBids = (input: Withdrawal): Decision<FlowDecision> => {
  const { auction, paddles, command } = input;
  if (auction.status === 'none') return reject('not_found', 'There is no such auction.');
  const copy = workingCopy({ auction, paddles });
  openingOf(auction, command.nowMs).forEach(copy.tell);
  const taken = withdrawable(copy.auction(), input);
  if (!taken.ok) return taken;
  const [first, ...others] = taken.value;
  const open = copy.auction();
  if (first && open.status === 'open') withdraw(copy, open, [first, ...others], input);
  return accept(copy.decision());
};
