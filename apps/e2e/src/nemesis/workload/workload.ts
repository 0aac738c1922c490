import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../random';
import { takeTurn } from './bidding';
import { admitAll, BIDDERS, changeFunds } from './funding';
import { disturb, lookAround, openAuction, openSale } from './listing';
import { doneOf, openAuctions, type Market } from './market';
import { settleAll } from './settling';

/** What the people must have done before they go home, faults or not. */
export type Goal = { readonly bids: number; readonly settlements: number };

export type Workload = {
  readonly market: Market;
  /** Resolves once the time is up and the goal reached, or hopeless. */
  readonly finished: Promise<void>;
};

export type WorkloadOptions = {
  readonly lengthMs: number;
  readonly goal: Goal;
  readonly stopped: AbortSignal;
};

const SALES_DEPOSIT_BPS = [10_000, 1_000];
const MOST_OPEN = 8;
/** Undisturbed people reach any goal in this time. */
const LONGEST_EXTRA_MS = 180_000;

const STEPS = [
  ['buy-now'],
  ['cancel-auction'],
  ['retract-bids', 'void-bid'],
  ['change-limit'],
  ['resolve-dispute'],
] as const;

const isReached = (market: Market, goal: Goal): boolean =>
  doneOf(market, 'bid') >= goal.bids &&
  market.settlements.size >= goal.settlements &&
  [...market.settlements.values()].includes('defaulted') &&
  STEPS.every((kinds) => doneOf(market, ...kinds) > 0);

type Turn = { readonly everyMs: readonly [number, number]; readonly take: () => Promise<void> };

/** A person that does one thing again and again; nothing that fails ends it. */
const keepDoing = async (
  { everyMs: [shortest, longest], take }: Turn,
  goesOn: () => boolean,
  random: Random,
): Promise<void> => {
  while (goesOn()) {
    await take();
    await sleep(random.int(shortest, longest));
  }
};

/** Sales, money and paddles while all is well; then people who use them until the time is up. */
export const startWorkload = async (
  people: Pick<Market, 'client' | 'history'>,
  random: Random,
  { lengthMs, goal, stopped }: WorkloadOptions,
): Promise<Workload> => {
  const known = { sales: [], auctions: [], paddles: [], settlements: new Map<string, string>() };
  const market: Market = { ...people, ...known };
  for (const depositBps of SALES_DEPOSIT_BPS) await openSale(market, depositBps);
  await admitAll(market);
  const untilMs = Date.now() + lengthMs;
  const goesOn = (): boolean =>
    !stopped.aborted &&
    (Date.now() < untilMs || (Date.now() < untilMs + LONGEST_EXTRA_MS && !isReached(market, goal)));
  const list = random.fork('listing');
  const others = random.fork('others');
  const turns: Turn[] = [
    {
      everyMs: [700, 1_500],
      take: async () => {
        if (openAuctions(market).length < MOST_OPEN) await openAuction(market, list);
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
  const running = turns.map((turn, index) => keepDoing(turn, goesOn, random.fork(`pace ${index}`)));
  return { market, finished: Promise.all(running).then(() => undefined) };
};
