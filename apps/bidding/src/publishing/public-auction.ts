import { type bidding, toWireMoney } from '@outcry/contracts';
import { toTimestamp } from '@outcry/kernel';
import type { Auction, VisibleAmount } from '../domain/auction/auction';
import { publicViewOf } from '../domain/auction/public-view';

/** The public state of an auction on the wire; null for a draft, which nobody else may see. */
export const publicAuctionOf = (auction: Auction): bidding.PublicAuctionState | null => {
  const view = publicViewOf(auction);
  if (!view || auction.status === 'none') return null;
  const money = (amount: bigint | null) =>
    amount === null ? null : toWireMoney({ amount, asset: auction.terms.asset });
  return {
    status: view.status,
    price: money(view.price),
    leader: view.leader,
    bidCount: view.bidCount,
    minimumBid: money(view.minimumBid),
    opensAt: toTimestamp(view.opensAtMs),
    endsAt: view.endsAtMs === null ? null : toTimestamp(view.endsAtMs),
    extensions: view.extensions,
    reserveMet: view.reserveMet,
    buyNow: money(view.buyNow),
  };
};

export const visibleBidOf = (visible: VisibleAmount, asset: string): bidding.VisibleBid => ({
  bidId: visible.bidId,
  paddle: visible.number,
  amount: toWireMoney({ amount: visible.amount, asset }),
  automatic: visible.automatic,
});
