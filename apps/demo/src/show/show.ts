import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { toTimestamp } from '@outcry/kernel';
import { createApiClient } from '../client/api-client';
import { createDemoTokens } from '../client/demo-tokens';
import { createMarketplace, type Marketplace } from '../client/marketplace';
import type { RecordedAuction, Recording } from '../recorded/recorded-auction';
import { fundShow, type ShowSale } from './show-sale';

type ShowOptions = {
  readonly recording: Recording;
  readonly gatewayUrl: string;
  readonly out: NodeJS.WriteStream;
};

const TENANT = 'default';
/** A recorded auction of days is shown in minutes, a few at a time. */
const SHOWN_MS = 150_000;
const AT_ONCE = 6;
const LEAD_MS = 1_500;
const SOFT_CLOSE_MS = 5_000;
const PAUSE_MS = 20_000;

const wireMoney = (amount: bigint, asset: string) => ({ amount: amount.toString(), asset });

const open = async (
  market: Marketplace,
  sale: ShowSale,
  recorded: RecordedAuction,
): Promise<{ auctionId: string; startMs: number }> => {
  const startMs = Date.now() + LEAD_MS;
  const created = (await market.post('seller', 'seller', '/v1/auctions', {
    saleId: sale.saleId,
    lot: {
      title: recorded.title,
      description: `The bids of recorded auction ${recorded.id}, shortened to minutes.`,
      imageUrls: [],
    },
    mode: 'proxy',
    startPrice: wireMoney(recorded.startPrice, sale.asset),
    opensAt: toTimestamp(startMs),
    endsAt: toTimestamp(startMs + SHOWN_MS),
    softClose: { windowMs: SOFT_CLOSE_MS, maxExtensions: 10 },
  })) as { auctionId: string };
  await market.post('seller', 'seller', `/v1/auctions/${created.auctionId}/schedule`, {});
  return { auctionId: created.auctionId, startMs };
};

/** One auction, its bids at their places in the shortened time; refusals are part of the show. */
const showAuction = async (
  market: Marketplace,
  sale: ShowSale,
  recorded: RecordedAuction,
): Promise<void> => {
  const { auctionId, startMs } = await open(market, sale, recorded);
  const lengthMs = (recorded.endsAtMs ?? 0) - recorded.opensAtMs;
  for (const bid of recorded.bids) {
    const share = (bid.atMs - recorded.opensAtMs) / lengthMs;
    await sleep(Math.max(0, startMs + share * (SHOWN_MS - SOFT_CLOSE_MS) - Date.now()));
    await market.bid(bid.bidder, auctionId, wireMoney(bid.amount, sale.asset), randomUUID());
  }
  await sleep(Math.max(0, startMs + SHOWN_MS + PAUSE_MS - Date.now()));
};

/** The show: the recorded auctions again, live on the wall clock, in order, for ever. */
export const runShow = async ({ recording, gatewayUrl, out }: ShowOptions): Promise<number> => {
  const api = createApiClient({
    baseUrl: gatewayUrl,
    patienceMs: 600_000,
    timeoutMs: 15_000,
    onRetry: () => {},
  });
  const market = createMarketplace(api, createDemoTokens(api), TENANT, randomUUID);
  out.write(`show: ${recording.auctions.length} auctions in a loop at ${gatewayUrl}/\n`);
  for (;;) {
    const sale = await fundShow(market, recording);
    const queue = [...recording.auctions];
    const lane = async (lane: number): Promise<void> => {
      await sleep((lane * SHOWN_MS) / AT_ONCE);
      for (let next = queue.shift(); next; next = queue.shift()) {
        await showAuction(market, sale, next).catch((error: Error) =>
          out.write(`show: ${error.message}\n`),
        );
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => lane(index)));
  }
};
