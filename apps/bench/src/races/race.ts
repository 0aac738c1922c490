import type { Row } from '../report/row';
import type { Debezium } from '../rivals/debezium';

/**
 * - `full`: the sizes that the figures are published for;
 * - `quick`: an impression in a few minutes;
 * - `smoke`: just enough to prove that the race still runs; its figures mean nothing.
 */
export type Scale = 'full' | 'quick' | 'smoke';

/** Names of databases that stages are copied from. */
export type Grown = {
  readonly messaging: string;
  readonly bidding: string;
  readonly ledger: string;
};

export type RaceContext = {
  readonly scale: Scale;
  /** A folder with recorded data beyond what is shipped; null: none. */
  readonly data: string | null;
  /** Databases that have rows in them already, to begin with; else races begin with empty ones. */
  readonly grown?: Grown;
  /** Tells whoever waits what is being done. */
  readonly progress: (line: string) => void;
};

/** A benchmark: it measures itself against a limit or rival that it runs beside. */
export type Race = {
  readonly name: string;
  /** So long that it runs only when asked for long ones. */
  readonly long?: true;
  readonly run: (context: RaceContext) => Promise<readonly Row[]>;
  /** The same rows, those that Debezium has an answer to beside its figures; and more of them. */
  readonly beside?: (
    rows: readonly Row[],
    debezium: Debezium,
    context: RaceContext,
  ) => Promise<readonly Row[]>;
};

/** How often a race is run after its warm-up; the median counts. */
export const RUNS: Readonly<Record<Scale, number>> = { full: 5, quick: 3, smoke: 1 };
