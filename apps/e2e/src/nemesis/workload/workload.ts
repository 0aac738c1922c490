import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../random';
import { takeTurn } from './bidding';
import type { Client } from './client';
import { admitAll, BIDDERS, changeFunds } from './funding';
import { disturb, lookAround, openAuction, openSale } from './listing';
import { openAuctions, type Market } from './market';
import { settleAll } from './settling';

export type Workload = {
  readonly market: Market;
  /** Resolves once everybody has finished, at about `untilMs`. */
  readonly finished: Promise<void>;
};

const SALES_DEPOSIT_BPS = [10_000, 1_000];
const MOST_OPEN = 8;

type Turn = { readonly everyMs: readonly [number, number]; readonly take: () => Promise<void> };

/** A person that does one thing again and again; nothing that fails ends it. */
const keepDoing = async (
  { everyMs: [shortest, longest], take }: Turn,
  untilMs: number,
  random: Random,
  stopped: AbortSignal,
): Promise<void> => {
  while (Date.now() < untilMs && !stopped.aborted) {
    await take();
    await sleep(random.int(shortest, longest));
  }
};

/** Sales, money and paddles while all is well; then people who use them until the time is up. */
export const startWorkload = async (
  client: Client,
  random: Random,
  lengthMs: number,
  stopped: AbortSignal,
): Promise<Workload> => {
  const market: Market = { client, sales: [], auctions: [], paddles: [] };
  for (const depositBps of SALES_DEPOSIT_BPS) await openSale(market, depositBps);
  await admitAll(market);
  const untilMs = Date.now() + lengthMs;
  const list = random.fork('listing');
  const others = random.fork('others');
  const turns: Turn[] = [
    {
      everyMs: [700, 1_500],
      take: async () => {
        if (openAuctions(market).length < MOST_OPEN) await openAuction(market, list, untilMs);
      },
    },
    { everyMs: [500, 1_000], take: () => lookAround(market) },
    { everyMs: [2_500, 6_000], take: () => disturb(market, list) },
    { everyMs: [600, 1_600], take: () => changeFunds(market, list) },
    { everyMs: [700, 1_200], take: () => settleAll(market, others) },
    ...BIDDERS.map((who): Turn => {
      const own = random.fork(who);
      return { everyMs: [200, 900], take: () => takeTurn(market, who, own) };
    }),
  ];
  const running = turns.map((turn, index) =>
    keepDoing(turn, untilMs, random.fork(`pace ${index}`), stopped),
  );
  return { market, finished: Promise.all(running).then(() => undefined) };
};
