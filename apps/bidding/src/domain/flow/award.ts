import { assert, defined, type InstantMs } from '@outcry/kernel';
import type { Award, Bidder, SoldAuction } from '../auction/auction';
import { standingOf } from '../auction/standing';
import { depositOf, unassignedHold } from '../paddle/exposure';
import type { Sale } from '../sale/sale';
import { premiumOn } from '../sale/premium';
import { invoiceOf, totalOf } from '../settlement/invoice';
import { captureRequest, paymentRequest } from '../settlement/settlement.requests';
import { covers, freeCommitment } from './lead';
import type { WorkingCopy } from './working-copy';

/** Ids for the settlement that an award begins, made by the caller. */
export type SettlementIds = { readonly settlementId: string; readonly commandId: string };

const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);

export const awardTo = (
  sale: Sale,
  { paddleId, bidderId, number }: Bidder,
  hammer: bigint,
  settlementId: string,
): Award => {
  const premium = premiumOn(sale.premium, hammer);
  return { paddleId, bidderId, number, hammer, premium, settlementId };
};

/**
 * Begins the settlement of an award: the hold sets aside its deposit share of the invoice (all of
 * it at a deposit factor of 1) and is captured; a shortfall is asked of the buyer's wallet first.
 */
export const beginSettlement = (
  copy: WorkingCopy,
  sale: Sale,
  award: Award,
  { settlementId, commandId }: SettlementIds,
  atMs: InstantMs,
): void => {
  const { auctionId, saleId, sellerId } = copy.auction();
  const paddle = defined(copy.livePaddle(award.paddleId), 'the paddle of an award is live');
  const { paddleId, bidderId: buyerId, hammer, premium } = award;
  const invoice = invoiceOf(sale, hammer);
  const share = depositOf(totalOf(invoice), sale.depositBasisPoints);
  const covered = lesser(share, unassignedHold(paddle));
  const shortfall = totalOf(invoice) - covered;
  const commitment = { kind: 'won', settlementId, hammer, premium, covered } as const;
  copy.tellPaddle(paddleId, { type: 'commitment_made', atMs, auctionId, commitment });
  const payer = { settlementId, saleId, paddleId, invoice };
  copy.tellSettlement(settlementId, {
    type: 'settlement_started',
    atMs,
    ...{ ...payer, auctionId, sellerId, buyerId },
    paymentDueAtMs: atMs + sale.deadlines.paymentMs,
    deliveryMs: sale.deadlines.deliveryMs,
    disputeMs: sale.deadlines.disputeMs,
    shortfall,
    request:
      shortfall > 0n
        ? paymentRequest(payer, shortfall, commandId)
        : captureRequest(payer, commandId),
  });
};

/** Who would buy if the defaulting bidder had never bid, and those passed over on the way. */
const nextBuyer = (copy: WorkingCopy, sale: Sale, auction: SoldAuction) => {
  const passedOver: Bidder[] = [];
  let bids = auction.bids.filter((bid) => bid.bidderId !== auction.award.bidderId);
  let standing = standingOf(auction.terms, bids);
  while (standing && !covers(copy, sale, standing.leader.paddleId, standing.price)) {
    const { paddleId, bidderId, number } = standing.leader;
    passedOver.push({ paddleId, bidderId, number });
    bids = bids.filter((bid) => bid.bidderId !== bidderId);
    standing = standingOf(auction.terms, bids);
  }
  return { passedOver, standing };
};

/**
 * The second chance (auctions-and-order-book.md, A4): the lot of a buyer who defaulted goes to the
 * next in order of maximum, then time, at the price that the remaining bids make, as after a
 * retraction; it returns to the seller when none is left or the reserve is not met.
 *
 * @param defaultedId the settlement of the buyer who defaulted
 */
export const reawardLot = (
  copy: WorkingCopy,
  sale: Sale,
  defaultedId: string,
  ids: SettlementIds,
  atMs: InstantMs,
): void => {
  const auction = copy.auction();
  assert(auction.status === 'sold', 'only a sold lot is awarded again');
  assert(auction.award.settlementId === defaultedId, 'the present buyer is the one who defaulted');
  const from = auction.award;
  freeCommitment(copy, from.paddleId, atMs);
  const { passedOver, standing } = nextBuyer(copy, sale, auction);
  for (const bidder of passedOver)
    copy.tell({ type: 'candidate_passed_over', atMs, ...bidder, standing });
  if (!standing || standing.reserveMet === false) {
    copy.tell({ type: 'lot_returned', atMs, from });
    return;
  }
  const award = awardTo(sale, standing.leader, standing.price, ids.settlementId);
  copy.tell({ type: 'lot_reawarded', atMs, from, award, standing });
  beginSettlement(copy, sale, award, ids, atMs);
};
