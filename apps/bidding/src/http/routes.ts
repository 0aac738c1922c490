import type { Route } from '@outcry/service';
import { createAuctionRoute } from './auctions/create-auction.endpoint';
import { editAuctionRoute } from './auctions/edit-auction.endpoint';
import { getAuctionRoute, listAuctionsRoute } from './auctions/read-auctions.endpoints';
import {
  cancelAuctionRoute,
  lowerReserveRoute,
  scheduleAuctionRoute,
} from './auctions/run-auction.endpoints';
import { buyNowRoute } from './bids/buy-now.endpoint';
import { placeBidRoute } from './bids/place-bid.endpoint';
import { getMyBidRoute, listBidsRoute } from './bids/read-bids.endpoints';
import { retractBidsRoute, voidBidRoute } from './bids/withdraw-bids.endpoints';
import { getClockRoute, setClockRoute } from './clock/clock.endpoints';
import type { EndpointDeps } from './endpoint-deps';
import { changeLimitRoute, closePaddleRoute } from './paddles/change-paddle.endpoints';
import { getPaddleRoute, listPaddlesRoute } from './paddles/read-paddles.endpoints';
import { requestPaddleRoute } from './paddles/request-paddle.endpoint';
import { createSaleRoute } from './sales/create-sale.endpoint';
import { getSaleRoute, listSalesRoute } from './sales/read-sales.endpoints';
import { getSettlementRoute, listSettlementsRoute } from './settlements/read-settlements.endpoints';
import {
  confirmDeliveryRoute,
  giveUpRoute,
  openDisputeRoute,
  resolveDisputeRoute,
} from './settlements/settle.endpoints';

const ROUTES: readonly ((deps: EndpointDeps) => Route)[] = [
  createSaleRoute,
  listSalesRoute,
  getSaleRoute,
  requestPaddleRoute,
  listPaddlesRoute,
  getPaddleRoute,
  changeLimitRoute,
  closePaddleRoute,
  createAuctionRoute,
  listAuctionsRoute,
  getAuctionRoute,
  editAuctionRoute,
  scheduleAuctionRoute,
  cancelAuctionRoute,
  lowerReserveRoute,
  placeBidRoute,
  listBidsRoute,
  getMyBidRoute,
  buyNowRoute,
  retractBidsRoute,
  voidBidRoute,
  listSettlementsRoute,
  getSettlementRoute,
  confirmDeliveryRoute,
  openDisputeRoute,
  resolveDisputeRoute,
  giveUpRoute,
  getClockRoute,
  setClockRoute,
];

/** Every operation of bidding. */
export const biddingRoutes = (deps: EndpointDeps): readonly Route[] =>
  ROUTES.map((routeOf) => routeOf(deps));
