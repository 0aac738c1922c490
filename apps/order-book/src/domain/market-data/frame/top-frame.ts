import type { Level } from './level-frame';

/** The last trade of an instrument. */
export type LastTrade = {
  readonly tradeId: number;
  /** Ticks. */
  readonly price: number;
  /** Lots. */
  readonly quantity: number;
};

/** Level 1: the best bid and offer with their visible quantity, and the last trade. */
export type TopFrame = {
  /** The engine's sequence of the last report that is in. */
  readonly sequence: number;
  readonly bid: Level | null;
  readonly ask: Level | null;
  readonly last: LastTrade | null;
};
