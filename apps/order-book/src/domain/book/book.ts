import { type Instrument } from '../command/command';
import { STATES } from '../command/command.codes';
import { TIERS } from '../fee/fee';
import { asksAfter, type PriceLadders } from '../ladder/price.ladder';
import { bandOf, type PriceBand } from './price-band';
import { StopSide } from '../stop/stop.book';

/** States by their place in STATES: orders match in those up to LIMIT_STATE. */
export const TRADING = 0;
export const LIMIT_STATE = 1;
export const AUCTION = 2;
export const HALT = 3;
export const CANCEL_ONLY = 4;
export const CLOSED = 5;

/** Auctions by their place in AUCTIONS. */
export const OPENING = 1;
export const CLOSING = 2;
export const REOPENING = 3;

/** Queues of orders that are not on the book: places in `Book.aside`. */
export const WAITING_STOPS = 0;
export const PARKED_ORDERS = 2;

/** The terms with every default filled in. */
export type Terms = Required<Omit<Instrument, 'instrument' | 'fees' | 'state' | 'referencePrice'>>;

/**
 * One instrument: its two ladders, the orders aside and where it stands.
 * States: see `state`; transitions are rule 10.2.
 */
export class Book {
  // What every command reads comes first: with many books, each line of 64 bytes counts.
  readonly number: number;
  /** The two ladders. */
  readonly bids: number;
  readonly asks: number;
  /** Waiting stops now. */
  waiting = 0;
  /** Whether one of them may be eligible: a trade, a state or a stop came since none was. */
  isStirred = true;
  state: number;
  readonly staticBand: PriceBand;
  readonly dynamicBand: PriceBand;
  /** Terms that every order is checked against, where the checks find them fast. */
  readonly minQuantity: number;
  readonly maxQuantity: number;
  readonly maxPrice: number;
  readonly minNotional: number;

  /** Ticks; 0: none. */
  reference: number;
  /** Ticks; 0: no trade yet. */
  last = 0;
  trades = 0;
  /** Trailing stops among the waiting ones. */
  trailing = 0;
  readonly tickSize: number;
  readonly hasFees: boolean;
  readonly maxIcebergParts: number;
  readonly keepsPriority: boolean;

  readonly terms: Terms;
  readonly buyStops = new StopSide(-1);
  readonly sellStops = new StopSide(1);
  /** Ends of the queues of waiting stops and parked orders. */
  readonly aside = new Int32Array(4);
  /** ppm by tier: maker, taker, maker, … */
  readonly rates = new Float64Array(2 * TIERS);
  auction = 0;
  /** ms; 0: the auction has no end of its own. */
  endsAt = 0;
  /** Handle of the auction's or limit state's timer; 0: none. */
  timer = 0;
  /** Stops accepted so far. */
  entries = 0;

  constructor(instrument: Instrument, ladders: PriceLadders) {
    this.number = instrument.instrument;
    this.terms = completeTerms(instrument);
    this.bids = ladders.makePair();
    this.asks = asksAfter(this.bids);
    (instrument.fees ?? []).forEach((tier, index) => {
      this.rates[2 * index] = tier.makerPpm;
      this.rates[2 * index + 1] = tier.takerPpm;
    });
    this.hasFees = this.rates.some((rate) => rate !== 0);
    this.maxPrice = this.terms.maxPrice;
    this.maxQuantity = this.terms.maxQuantity;
    this.minQuantity = this.terms.minQuantity;
    this.minNotional = this.terms.minNotional;
    this.maxIcebergParts = this.terms.maxIcebergParts;
    this.tickSize = this.terms.tickSize;
    this.keepsPriority = this.terms.amendKeepsPriority;
    this.staticBand = bandOf(this.terms.staticBandBps);
    this.dynamicBand = bandOf(this.terms.dynamicBandBps);
    this.state = STATES.indexOf(instrument.state ?? 'trading');
    this.reference = instrument.referencePrice ?? 0;
  }

  /** The side's own ladder. @param side 0 buy, 1 sell. */
  ladderOf(side: number): number {
    return side === 0 ? this.bids : this.asks;
  }

  stopsOf(side: number): StopSide {
    return side === 0 ? this.buyStops : this.sellStops;
  }
}

const completeTerms = (given: Instrument): Terms => ({
  tickSize: given.tickSize,
  lotSize: given.lotSize,
  maxPrice: given.maxPrice,
  maxQuantity: given.maxQuantity,
  minQuantity: Math.max(1, given.minQuantity ?? 1),
  minNotional: given.minNotional ?? 0,
  staticBandBps: given.staticBandBps ?? 0,
  dynamicBandBps: given.dynamicBandBps ?? 0,
  limitStateMs: given.limitStateMs ?? 0,
  pauseMs: given.pauseMs ?? 0,
  maxIcebergParts: given.maxIcebergParts ?? 100,
  amendKeepsPriority: given.amendKeepsPriority ?? true,
});
