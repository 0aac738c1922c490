import { toTimestamp } from '@outcry/kernel';
import type { Random } from '../random';
import { buy } from './bidding';
import {
  COMMISSION_BPS,
  DEADLINES,
  doneOf,
  hear,
  INCREMENTS,
  livePaddles,
  openAuctions,
  post,
  PREMIUM_BPS,
  usd,
  type Market,
} from './market';
import { bodyOf } from './history';

const SHORTEST_MS = 7_000;
const LONGEST_MS = 14_000;
const START_PRICE = 1_000;
const RESERVE = 1_500;
const BUY_NOW = 9_000;
const SOFT_CLOSE = { windowMs: 1_500, maxExtensions: 3 };
export const SELLERS = ['seller-1', 'seller-2'] as const;

/** Half of the sales hold all of a limit, half a tenth: then the wallet must pay the rest. */
export const openSale = async (market: Market, depositBps: number): Promise<void> => {
  const operation = await post(market, 'create-sale', 'operator', 'operator', '/v1/sales', {
    title: `A sale with ${depositBps} basis points held`,
    asset: 'USD/2',
    buyersPremium: [{ from: '0', bps: PREMIUM_BPS }],
    sellersCommissionBps: COMMISSION_BPS,
    depositBps,
    deadlines: DEADLINES,
  });
  if (operation.outcome === 'ok')
    market.sales.push({ saleId: String(bodyOf(operation)['saleId']), depositBps });
};

/** Drafts and schedules a short auction of some kind. */
export const openAuction = async (market: Market, random: Random): Promise<void> => {
  const seller = random.pick(SELLERS);
  const { saleId } = random.pick(market.sales);
  const straight = random.chance(0.25);
  const withReserve = random.chance(0.4);
  const mustBuy = doneOf(market, 'buy-now') === 0;
  const buyNow = mustBuy || random.chance(0.2) ? BUY_NOW : null;
  const opensAtMs = Date.now();
  const endsAtMs = opensAtMs + random.int(SHORTEST_MS, LONGEST_MS);
  const created = await post(market, 'create-auction', seller, 'seller', '/v1/auctions', {
    saleId,
    lot: { title: 'A lot', description: '', imageUrls: [] },
    mode: straight ? 'straight' : 'proxy',
    startPrice: usd(START_PRICE),
    ...(withReserve ? { reserve: usd(RESERVE) } : {}),
    ...(buyNow === null ? {} : { buyNow: usd(buyNow) }),
    ...(random.chance(0.5) ? { softClose: SOFT_CLOSE } : {}),
    increments: INCREMENTS,
    opensAt: toTimestamp(opensAtMs),
    endsAt: toTimestamp(endsAtMs),
    rules: { lowerReserveLeftMs: 0, freeWithdrawalLeftMs: 4_000, lateRetractionWithinMs: 60_000 },
  });
  if (created.outcome !== 'ok') return;
  const auctionId = String(bodyOf(created)['auctionId']);
  const path = `/v1/auctions/${auctionId}/schedule`;
  const scheduled = await post(market, 'schedule-auction', seller, 'seller', path, {});
  if (scheduled.outcome !== 'ok') return;
  const auction = {
    ...{ auctionId, saleId, straight, buyNow, endsAtMs, minimum: START_PRICE },
    ...{ lastAmount: START_PRICE, over: false },
  };
  market.auctions.push(auction);
  // On offer only until the first bid: somebody must be quick.
  const quick = livePaddles(market).filter((paddle) => paddle.saleId === saleId);
  if (buyNow !== null && quick.length > 0 && (mustBuy || random.chance(0.5)))
    await buy(market, random.pick(quick).who, auction);
};

/** What a look at the public page tells of the auctions that are on. */
export const lookAround = async (market: Market): Promise<void> => {
  for (const auction of openAuctions(market)) {
    type View = { auction: Parameters<typeof hear>[1] };
    const path = `/v1/auctions/${auction.auctionId}`;
    const view = await market.client.read<View>('operator', 'operator', path);
    hear(auction, view?.auction);
  }
};

/** Rare steps of sellers and operators. */
export const disturb = async (market: Market, random: Random): Promise<void> => {
  const open = openAuctions(market);
  if (open.length < 2) return;
  const { auctionId } = random.pick(open);
  const path = `/v1/auctions/${auctionId}`;
  if (random.chance(0.4)) {
    const body = { reason: 'Withdrawn by the nemesis.' };
    await post(market, 'cancel-auction', 'operator', 'operator', `${path}/cancel`, body);
    return;
  }
  for (const seller of SELLERS) {
    const body = { reserve: usd(RESERVE - random.int(1, 4) * 100) };
    await post(market, 'lower-reserve', seller, 'seller', `${path}/lower-reserve`, body);
  }
};
