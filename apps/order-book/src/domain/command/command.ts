/** What the engine is asked to do: plain data, with its time. Rules: RULES.md. */

export type Side = 'buy' | 'sell';
export type OrderType = 'limit' | 'market' | 'stop' | 'stop_limit' | 'trailing_stop';
export type TimeInForce = 'gtc' | 'gtd' | 'ioc' | 'fok' | 'on_open' | 'on_close';
/** Self-trade prevention: what ends when a taker meets an order of its own group (rule 8). */
export type SelfTradeMode = 'none' | 'newest' | 'oldest' | 'both' | 'decrement';
export type InstrumentState = 'closed' | 'trading' | 'limit' | 'halt' | 'cancel_only' | 'auction';
export type AuctionKind = 'opening' | 'closing' | 'reopening';
export type ReplaceMode = 'stop_on_failure' | 'allow_failure';

/** Rates in millionths of the notional; negative ones are rebates (rule 11). */
export interface FeeTier {
  makerPpm: number;
  takerPpm: number;
}

/** An instrument's terms (rule 3). Prices in ticks, quantities in lots, durations in ms. */
export interface Instrument {
  /** 1 … 65,535. */
  instrument: number;
  /** Quote minor units of one tick for one lot, ≥ 1. */
  tickSize: number;
  /** Base minor units in one lot, ≥ 1. */
  lotSize: number;
  maxPrice: number;
  maxQuantity: number;
  minQuantity?: number;
  /** Quote minor units. */
  minNotional?: number;
  /** Ticks; 0 or absent: none yet. */
  referencePrice?: number;
  /** Basis points around the reference price; 0 or absent: no band (rule 9.1). */
  staticBandBps?: number;
  /** Basis points around the last price (rule 9.2). */
  dynamicBandBps?: number;
  limitStateMs?: number;
  pauseMs?: number;
  maxIcebergParts?: number;
  amendKeepsPriority?: boolean;
  state?: Exclude<InstrumentState, 'limit' | 'auction'>;
  fees?: readonly FeeTier[];
}

interface Timed {
  /** ms since 1970, never before that of an earlier command. */
  time: number;
}

/** An order as asked for (rule 4). */
export interface OrderTerms {
  instrument: number;
  /** 1 … 2^53 − 1, unique among live orders. */
  id: number;
  account?: number;
  /** Accounts that must not trade with each other share one; 0: none. */
  group?: number;
  side: Side;
  type: OrderType;
  timeInForce?: TimeInForce;
  /** Lots. */
  quantity: number;
  /** Ticks; only `limit` and `stop_limit`. */
  price?: number;
  /** Ticks; only `stop` and `stop_limit`. */
  trigger?: number;
  /** Ticks behind the best last price; only `trailing_stop`. */
  trail?: number;
  postOnly?: boolean;
  /** Lots shown of an iceberg; 0: all. */
  display?: number;
  /** Lots that must trade at once. */
  minQuantity?: number;
  /** Ticks through the best opposite price that a market order may go. */
  protection?: number;
  /** Quote minor units that a fill-or-kill market order may cost, or must bring. */
  budget?: number;
  /** ms since 1970; only `gtd`. */
  expiresAt?: number;
  stp?: SelfTradeMode;
  /** Fee tier, 0 … 15. */
  tier?: number;
}

export type DefineInstrument = Timed & Instrument & { kind: 'define_instrument' };
export type SetReference = Timed & { kind: 'set_reference'; instrument: number; price: number };
export type PlaceOrder = Timed & OrderTerms & { kind: 'place' };
export type AmendOrder = Timed & {
  kind: 'amend';
  instrument: number;
  id: number;
  price: number;
  /** The new open quantity, lots. */
  quantity: number;
};
export type CancelOrder = Timed & { kind: 'cancel'; instrument: number; id: number };
export type ReplaceOrder = Timed & {
  kind: 'replace';
  mode: ReplaceMode;
  cancelId: number;
  order: OrderTerms;
};
/** Two orders of which one's trade, trigger or end cancels the other (rule 7.5). */
export type PlaceOco = Timed &
  Pick<OrderTerms, 'instrument' | 'account' | 'group' | 'side' | 'quantity' | 'stp' | 'tier'> & {
    kind: 'place_oco';
    limit: { id: number; price: number };
    stop: { id: number; trigger: number; price?: number };
  };
export type MassCancel = Timed & {
  kind: 'mass_cancel';
  /** 0: all. */
  instrument: number;
  account: number;
  side?: Side;
};
export type SetDeadMan = Timed & {
  kind: 'set_dead_man';
  account: number;
  /** 0 disarms. */
  timeoutMs: number;
};
export type SetState = Timed & {
  kind: 'set_state';
  instrument: number;
  state: Exclude<InstrumentState, 'limit'>;
  auction?: AuctionKind;
  /** ms since 1970; 0: until another command. */
  endsAt?: number;
};
export type Indicate = Timed & { kind: 'indicate'; instrument: number };
export type Advance = Timed & { kind: 'advance' };

export type Command =
  | DefineInstrument
  | SetReference
  | PlaceOrder
  | AmendOrder
  | CancelOrder
  | ReplaceOrder
  | PlaceOco
  | MassCancel
  | SetDeadMan
  | SetState
  | Indicate
  | Advance;
