import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../random';
import { bodyOf, type Operation } from './history';
import {
  heardFrom,
  livePaddles,
  openAuctions,
  post,
  STEP,
  usd,
  type KnownAuction,
  type Market,
} from './market';

/** Within so long before the end a bid is sent to arrive about then. */
const BOUNDARY_MS = 900;

const amountFor = (auction: KnownAuction, random: Random): number => {
  if (random.chance(0.15)) return auction.lastAmount;
  if (random.chance(0.05)) return Math.max(1, auction.minimum - STEP);
  return auction.minimum + STEP * random.int(0, auction.straight ? 2 : 6);
};

const place = async (
  market: Market,
  who: string,
  auction: KnownAuction,
  amount: number,
  random: Random,
): Promise<Operation> => {
  const path = `/v1/auctions/${auction.auctionId}/bids`;
  const body = { amount: usd(amount) };
  const intent = { kind: 'bid', who, role: 'bidder', method: 'POST', path, body } as const;
  const { send, sendTwice } = market.client;
  const operation = await (random.chance(0.1) ? sendTwice(intent) : send(intent));
  heardFrom(auction, operation);
  if (operation.outcome === 'ok') auction.lastAmount = Math.max(auction.lastAmount, amount);
  return operation;
};

/** Waits for the end as the bidder knows it, and bids on either side of it. */
const bidAtTheEnd = async (
  market: Market,
  who: string,
  auction: KnownAuction,
  random: Random,
): Promise<void> => {
  await sleep(Math.max(0, auction.endsAtMs - Date.now() + random.int(-60, 40)));
  await place(market, who, auction, auction.minimum + STEP, random);
};

export const buy = async (market: Market, who: string, auction: KnownAuction): Promise<void> => {
  const path = `/v1/auctions/${auction.auctionId}/buy-now`;
  const body = { price: usd(auction.buyNow ?? 0) };
  heardFrom(auction, await post(market, 'buy-now', who, 'bidder', path, body));
};

/** One turn of one bidder: mostly a bid, now and then a purchase or a retraction. */
export const takeTurn = async (market: Market, who: string, random: Random): Promise<void> => {
  const sales = new Set(
    livePaddles(market).flatMap((one) => (one.who === who ? [one.saleId] : [])),
  );
  const open = openAuctions(market).filter(({ saleId }) => sales.has(saleId));
  if (open.length === 0) return;
  const ending = open.find(({ endsAtMs }) => Math.abs(endsAtMs - Date.now()) < BOUNDARY_MS);
  if (ending && random.chance(0.6)) return bidAtTheEnd(market, who, ending, random);
  const auction = random.pick(open);
  const path = `/v1/auctions/${auction.auctionId}`;
  if (auction.buyNow !== null && random.chance(0.04)) return buy(market, who, auction);
  if (random.chance(0.04)) {
    const body = { reason: 'wrong_amount' };
    heardFrom(
      auction,
      await post(market, 'retract-bids', who, 'bidder', `${path}/retractions`, body),
    );
    return;
  }
  const bid = await place(market, who, auction, amountFor(auction, random), random);
  if (bid.outcome === 'ok' && random.chance(0.03)) await strikeOut(market, auction, bid);
  if (bid.outcome !== 'unknown' && random.chance(0.05)) await misuseKey(market, bid, random);
};

const strikeOut = async (market: Market, auction: KnownAuction, bid: Operation): Promise<void> => {
  const path = `/v1/auctions/${auction.auctionId}/voids`;
  const body = { bidId: bodyOf(bid)['bidId'], reason: 'Struck out by the nemesis.' };
  heardFrom(auction, await post(market, 'void-bid', 'operator', 'operator', path, body));
};

/** The same key again: with the same body, with another, and by somebody else. */
const misuseKey = async (market: Market, bid: Operation, random: Random): Promise<void> => {
  const { who, role, method, path, key } = bid;
  const other = { amount: usd(random.int(1, 99)) };
  await market.client.repeat(bid);
  await market.client.send({ kind: 'reuse-key', who, role, method, path, key, body: other });
  const stranger = `stranger-${randomUUID().slice(0, 8)}`;
  const body = bid.body;
  await market.client.send({ kind: 'borrow-key', who: stranger, role, method, path, key, body });
};
