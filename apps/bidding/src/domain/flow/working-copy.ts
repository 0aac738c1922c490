import { assert, defined } from '@outcry/kernel';
import type { KnownAuction } from '../auction/auction';
import type { AuctionEvent } from '../auction/auction.events';
import { evolveAuction } from '../auction/auction.evolve';
import { exposureOf } from '../paddle/exposure';
import type { LivePaddle, Paddle, PaddleEvent } from '../paddle/paddle';
import { evolvePaddle } from '../paddle/paddle.evolve';
import { type KnownSettlement, noSettlement, type SettlementEvent } from '../settlement/settlement';
import { evolveSettlement } from '../settlement/settlement.evolve';
import type { Changed, FlowDecision } from './flow-decision';

type KnownPaddle = Exclude<Paddle, { status: 'none' }>;

/**
 * The aggregates that a decision folds over: each event told is applied at once, so that the next
 * step, or the next command of a batch, sees it.
 */
export type WorkingCopy = {
  readonly auction: () => KnownAuction;
  readonly tell: (event: AuctionEvent) => void;
  /** The bidder's paddle: the live one, else any other. */
  readonly paddleOf: (bidderId: string) => KnownPaddle | undefined;
  readonly livePaddle: (paddleId: string) => LivePaddle | undefined;
  readonly tellPaddle: (paddleId: string, event: PaddleEvent) => void;
  readonly tellSettlement: (settlementId: string, event: SettlementEvent) => void;
  readonly decision: () => FlowDecision;
};

export type WorkingInput = {
  readonly auction: KnownAuction;
  readonly paddles: readonly Paddle[];
  readonly settlements?: readonly KnownSettlement[];
};

const changesOf = <State, Event>(
  states: ReadonlyMap<string, State>,
  events: ReadonlyMap<string, readonly Event[]>,
): readonly Changed<State, Event>[] =>
  [...events.keys()].sort().map((id) => ({
    state: defined(states.get(id), 'a changed aggregate is known'),
    events: events.get(id) ?? [],
  }));

const append = <Event>(log: Map<string, Event[]>, id: string, event: Event): void => {
  const events = log.get(id);
  if (events) events.push(event);
  else log.set(id, [event]);
};

const withinLimit = (paddle: KnownPaddle): void =>
  assert(
    paddle.status !== 'live' || exposureOf(paddle.commitments) <= paddle.limit,
    'exposure stays within the limit',
  );

export const workingCopy = (input: WorkingInput): WorkingCopy => {
  let auction = input.auction;
  const auctionEvents: AuctionEvent[] = [];
  const paddles = new Map<string, KnownPaddle>();
  const paddleIdByBidder = new Map<string, string>();
  const paddleEvents = new Map<string, PaddleEvent[]>();
  const settlements = new Map<string, KnownSettlement>();
  const settlementEvents = new Map<string, SettlementEvent[]>();
  for (const paddle of input.paddles) {
    if (paddle.status === 'none') continue;
    paddles.set(paddle.paddleId, paddle);
    if (paddle.status === 'live' || !paddleIdByBidder.has(paddle.bidderId))
      paddleIdByBidder.set(paddle.bidderId, paddle.paddleId);
  }
  for (const settlement of input.settlements ?? [])
    settlements.set(settlement.settlementId, settlement);

  return {
    auction: () => auction,
    tell: (event) => {
      auction = evolveAuction(auction, event);
      auctionEvents.push(event);
    },
    paddleOf: (bidderId) => paddles.get(paddleIdByBidder.get(bidderId) ?? ''),
    livePaddle: (paddleId) => {
      const paddle = paddles.get(paddleId);
      return paddle?.status === 'live' ? paddle : undefined;
    },
    tellPaddle: (paddleId, event) => {
      const next = evolvePaddle(defined(paddles.get(paddleId), `paddle ${paddleId}`), event);
      withinLimit(next);
      paddles.set(paddleId, next);
      append(paddleEvents, paddleId, event);
    },
    tellSettlement: (settlementId, event) => {
      const before = settlements.get(settlementId) ?? noSettlement;
      settlements.set(settlementId, evolveSettlement(before, event));
      append(settlementEvents, settlementId, event);
    },
    decision: () => ({
      auction: { state: auction, events: auctionEvents },
      paddles: changesOf(paddles, paddleEvents),
      settlements: changesOf(settlements, settlementEvents),
    }),
  };
};
