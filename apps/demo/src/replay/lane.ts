import { setTimeout as sleep } from 'node:timers/promises';
import { toTimestamp } from '@outcry/kernel';
import type { ApiAnswer } from '../client/api-client';
import type { AuctionView, Marketplace, SettlementView } from '../client/marketplace';
import type { RecordedAuction, RecordedRules } from '../recorded/recorded-auction';
import { COMMISSION_BPS, limitsOf, PREMIUM_BPS } from './funding';
import type { ReplayProgress } from './progress';
import { timelineOf, type TimedBid } from './timeline';

/** One lane: its own tenant and clock, some of the auctions, and what came of them. */
export type LaneOutcome = {
  readonly tenantId: string;
  readonly funded: bigint;
  readonly auctions: readonly {
    readonly recorded: RecordedAuction;
    readonly view: AuctionView;
    /** Principal who leads or has won, as the driver saw it from the paddles. */
    readonly winner: string | null;
  }[];
};

type Lane = {
  readonly market: Marketplace;
  readonly rules: RecordedRules;
  readonly auctions: readonly RecordedAuction[];
  readonly progress: ReplayProgress;
  readonly runId: string;
};

const PATIENCE_MS = 180_000;
const SETUP_CONCURRENCY = 8;
const CHAIN_LIMIT = 50;
const DAY_MS = 86_400_000;

const inParallel = async <T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: SETUP_CONCURRENCY }, worker));
};

const chunksOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) =>
    items.slice(n * size, (n + 1) * size),
  );

const openSale = async ({ market, rules }: Lane): Promise<string> => {
  const sale = (await market.post('operator', 'operator', '/v1/sales', {
    title: 'Replay of recorded auctions',
    asset: rules.asset,
    buyersPremium: [{ from: '0', bps: PREMIUM_BPS }],
    sellersCommissionBps: COMMISSION_BPS,
  })) as { saleId: string };
  return sale.saleId;
};

/** Pays every bidder's wallet and waits until the ledger holds every paddle's limit. */
const admitBidders = async (lane: Lane, saleId: string): Promise<Map<string, string>> => {
  const { market, rules } = lane;
  const limits = [...limitsOf(lane.auctions)];
  await inParallel(chunksOf(limits, CHAIN_LIMIT), async (chunk) => {
    const transfers = chunk.map(([bidder, amount]) => ({
      debitAccount: 'cash:deposits',
      creditAccount: `wallet:${bidder}`,
      amount: { amount: amount.toString(), asset: rules.asset },
      code: 'deposit',
    }));
    await market.post('operator', 'operator', '/v1/transfers', { transfers });
  });
  const paddles = new Map<string, string>();
  await inParallel(limits, async ([bidder, amount]) => {
    const limit = { amount: amount.toString(), asset: rules.asset };
    const path = `/v1/sales/${saleId}/paddles`;
    const paddle = (await market.post(bidder, 'bidder', path, { limit })) as { paddleId: string };
    const number = await market.until(`the paddle of ${bidder}`, PATIENCE_MS, async () => {
      const view = (await market.get(bidder, 'bidder', `/v1/paddles/${paddle.paddleId}`)) as {
        status: string;
        number: string;
      };
      if (view.status === 'refused') throw new Error(`the ledger refused the paddle of ${bidder}`);
      return view.status === 'live' ? view.number : null;
    });
    paddles.set(number, bidder);
  });
  return paddles;
};

const listAuctions = async (lane: Lane, saleId: string): Promise<Map<string, string>> => {
  const { market, rules } = lane;
  const ids = new Map<string, string>();
  await inParallel(lane.auctions, async (auction) => {
    const soft = rules.softClose;
    const body = {
      saleId,
      lot: { title: auction.title, description: `Recorded auction ${auction.id}`, imageUrls: [] },
      mode: rules.mode,
      startPrice: { amount: auction.startPrice.toString(), asset: rules.asset },
      opensAt: toTimestamp(auction.opensAtMs),
      ...(auction.endsAtMs === null ? {} : { endsAt: toTimestamp(auction.endsAtMs) }),
      ...(soft && {
        durationMs: soft.durationMs,
        softClose: { windowMs: soft.windowMs },
        increments: { kind: 'percentage', bps: soft.incrementBps },
      }),
    };
    const created = (await market.post('seller', 'seller', '/v1/auctions', body)) as {
      auctionId: string;
    };
    await market.post('seller', 'seller', `/v1/auctions/${created.auctionId}/schedule`, {});
    ids.set(auction.id, created.auctionId);
  });
  return ids;
};

const countAnswer = (progress: ReplayProgress, { status, body }: ApiAnswer): void => {
  progress.bidsAnswered += 1;
  if (status < 300) {
    progress.accepted += 1;
    return;
  }
  const code = (body as { code?: string } | null)?.code ?? `http_${status}`;
  progress.refused[code] = (progress.refused[code] ?? 0) + 1;
};

/** At each recorded instant: the clock, then the bids; one auction's bids one after the other. */
const replayBids = async (lane: Lane, ids: ReadonlyMap<string, string>): Promise<void> => {
  const { market, rules, progress } = lane;
  const send = async ({ auction, bid }: TimedBid): Promise<void> => {
    const amount = { amount: bid.amount.toString(), asset: rules.asset };
    const key = `replay-${lane.runId}-${auction.id}-${bid.order}`;
    countAnswer(progress, await market.bid(bid.bidder, ids.get(auction.id) ?? '', amount, key));
  };
  for (const { atMs, bids } of timelineOf(lane.auctions)) {
    await market.setClock(atMs);
    const byAuction = [...Map.groupBy(bids, ({ auction }) => auction.id).values()];
    await Promise.all(
      byAuction.map(async (own) => {
        for (const timed of own) await send(timed);
      }),
    );
  }
};

const isClosed = (view: AuctionView): boolean => ['sold', 'unsold'].includes(view.auction.status);

const confirm = async ({ market }: Lane, settlement: SettlementView): Promise<void> => {
  const path = `/v1/settlements/${settlement.settlementId}/confirm-delivery`;
  await market.post('operator', 'operator', path, {});
};

/** Moves past every end, confirms each delivery once paid, and waits until nothing is under way. */
const settle = async (
  lane: Lane,
  ids: ReadonlyMap<string, string>,
): Promise<Map<string, AuctionView>> => {
  const { market, progress } = lane;
  const lastBidMs = Math.max(...lane.auctions.flatMap(({ bids }) => bids.map(({ atMs }) => atMs)));
  const lastEndMs = Math.max(lastBidMs, ...lane.auctions.map(({ endsAtMs }) => endsAtMs ?? 0));
  await market.setClock(lastEndMs + 2 * DAY_MS);
  const views = new Map<string, AuctionView>();
  await inParallel(lane.auctions, async (auction) => {
    const id = ids.get(auction.id) ?? '';
    const closed = await market.until(`the hammer of ${auction.id}`, PATIENCE_MS, async () => {
      const view = await market.auction(id);
      return isClosed(view) ? view : null;
    });
    views.set(auction.id, closed);
  });
  let counted = 0;
  const confirmed = new Set<string>();
  const sold = [...views.values()].filter(({ auction }) => auction.status === 'sold').length;
  await market.until('the settlements', PATIENCE_MS, async () => {
    const settlements = await market.settlements();
    for (const one of settlements) {
      if (one.status !== 'awaiting_delivery' || confirmed.has(one.settlementId)) continue;
      confirmed.add(one.settlementId);
      await confirm(lane, one);
    }
    const ended = settlements.filter((one) => one.ended).length;
    progress.auctionsEnded += ended + views.size - sold - counted;
    counted = ended + views.size - sold;
    if (ended === sold && settlements.length === sold) return true;
    await sleep(200);
    return null;
  });
  return views;
};

/** Runs a lane from an empty tenant to its last settlement. */
export const runLane = async (lane: Lane): Promise<LaneOutcome> => {
  const { market } = lane;
  await market.setClock(Math.min(...lane.auctions.map(({ opensAtMs }) => opensAtMs)));
  const saleId = await openSale(lane);
  const paddles = await admitBidders(lane, saleId);
  const ids = await listAuctions(lane, saleId);
  await replayBids(lane, ids);
  const views = await settle(lane, ids);
  const funded = [...limitsOf(lane.auctions).values()].reduce((sum, limit) => sum + limit, 0n);
  return {
    tenantId: market.tenantId,
    funded,
    auctions: lane.auctions.flatMap((recorded) => {
      const view = views.get(recorded.id);
      return view
        ? [{ recorded, view, winner: paddles.get(view.auction.leader ?? '') ?? null }]
        : [];
    }),
  };
};
