import { defined } from '@outcry/kernel';
import type { KnownAuction } from '../domain/auction/auction';
import type { AuctionEvent } from '../domain/auction/auction.events';
import type { FlowDecision } from '../domain/flow/flow-decision';
import type { PaddleEvent } from '../domain/paddle/paddle';
import type { KnownSettlement, SettlementEvent } from '../domain/settlement/settlement';
import type { StoredAuction } from './auction/auction.row';
import type { KnownPaddle, StoredPaddle } from './paddle/paddle.row';
import type { StoredSettlement } from './settlement/settlement.row';

/** An aggregate under its lock: as it was read, as it is now, and how it came there. */
export type Tracked<Stored, State, Event> = {
  readonly tenantId: string;
  /** Null for an aggregate that begins in this transaction. */
  readonly stored: Stored | null;
  readonly state: State;
  readonly events: readonly Event[];
};

export type TrackedAuction = Tracked<StoredAuction, KnownAuction, AuctionEvent> & {
  readonly stored: StoredAuction;
};
export type TrackedPaddle = Tracked<StoredPaddle, KnownPaddle, PaddleEvent>;
export type TrackedSettlement = Tracked<StoredSettlement, KnownSettlement, SettlementEvent>;

/** The aggregates that one transaction has locked; decisions are folded into it one by one. */
export type WorkingSet = {
  readonly auction: (auctionId: string) => KnownAuction | undefined;
  readonly paddle: (paddleId: string) => KnownPaddle | undefined;
  readonly tenantOfPaddle: (paddleId: string) => string | undefined;
  readonly paddles: () => readonly KnownPaddle[];
  readonly settlement: (settlementId: string) => KnownSettlement | undefined;
  readonly foldFlow: (tenantId: string, decision: FlowDecision) => void;
  readonly foldPaddle: (
    tenantId: string,
    state: KnownPaddle,
    events: readonly PaddleEvent[],
  ) => void;
  readonly tracked: () => {
    readonly auctions: readonly TrackedAuction[];
    readonly paddles: readonly TrackedPaddle[];
    readonly settlements: readonly TrackedSettlement[];
  };
};

export type Locked = {
  readonly auctions?: readonly StoredAuction[];
  readonly paddles?: readonly StoredPaddle[];
  readonly settlements?: readonly StoredSettlement[];
};

const fold = <Stored, State, Event>(
  map: Map<string, Tracked<Stored, State, Event>>,
  id: string,
  tenantId: string,
  change: { readonly state: State; readonly events: readonly Event[] },
): void => {
  const before = map.get(id);
  map.set(id, {
    tenantId,
    stored: before?.stored ?? null,
    state: change.state,
    events: [...(before?.events ?? []), ...change.events],
  });
};

const byId = <T>(map: ReadonlyMap<string, T>): readonly T[] =>
  [...map.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);

export const workingSet = (locked: Locked): WorkingSet => {
  const auctions = new Map<string, TrackedAuction>();
  const paddles = new Map<string, TrackedPaddle>();
  const settlements = new Map<string, TrackedSettlement>();
  for (const stored of locked.auctions ?? []) {
    const { tenantId, auction: state } = stored;
    auctions.set(state.auctionId, { tenantId, stored, state, events: [] });
  }
  for (const stored of locked.paddles ?? []) {
    const { tenantId, paddle: state } = stored;
    paddles.set(state.paddleId, { tenantId, stored, state, events: [] });
  }
  for (const stored of locked.settlements ?? []) {
    const { tenantId, settlement: state } = stored;
    settlements.set(state.settlementId, { tenantId, stored, state, events: [] });
  }
  return {
    auction: (id) => auctions.get(id)?.state,
    paddle: (id) => paddles.get(id)?.state,
    tenantOfPaddle: (id) => paddles.get(id)?.tenantId,
    paddles: () => byId(paddles).map(({ state }) => state),
    settlement: (id) => settlements.get(id)?.state,
    foldFlow: (tenantId, decision) => {
      const { state, events } = decision.auction;
      const before = defined(auctions.get(state.auctionId), 'a changed auction is locked');
      auctions.set(state.auctionId, { ...before, state, events: [...before.events, ...events] });
      for (const change of decision.paddles) fold(paddles, change.state.paddleId, tenantId, change);
      for (const change of decision.settlements)
        fold(settlements, change.state.settlementId, tenantId, change);
    },
    foldPaddle: (tenantId, state, events) =>
      fold(paddles, state.paddleId, tenantId, { state, events }),
    tracked: () => ({
      auctions: byId(auctions),
      paddles: byId(paddles).filter(({ events }) => events.length > 0),
      settlements: byId(settlements).filter(({ events }) => events.length > 0),
    }),
  };
};
