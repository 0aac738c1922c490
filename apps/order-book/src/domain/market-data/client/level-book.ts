import { levelChecksum } from '../checksum/level-checksum';
import type { Level, LevelDelta, LevelSnapshot } from '../frame/level-frame';
import { LevelSide } from './level-side';

type Levels = { readonly bids: readonly Level[]; readonly asks: readonly Level[] };

/** A reader's level-2 book: built from a snapshot, kept by deltas, proven by the checksum. */
export class LevelBook {
  readonly #bids = new LevelSide('bids');
  readonly #asks = new LevelSide('asks');
  readonly #depth: number;

  /** @param depth levels a side that the venue keeps us informed of; beyond it we forget */
  constructor(depth = Number.POSITIVE_INFINITY) {
    this.#depth = depth;
  }

  get bids(): readonly Level[] {
    return this.#bids.levels;
  }

  get asks(): readonly Level[] {
    return this.#asks.levels;
  }

  get checksum(): number {
    return levelChecksum(this.asks, this.bids);
  }

  /** @returns whether the book that was loaded has the snapshot's checksum */
  load(snapshot: LevelSnapshot): boolean {
    this.#bids.clear();
    this.#asks.clear();
    this.set(snapshot);
    return this.checksum === snapshot.checksum;
  }

  /** @returns whether the book that results has the delta's checksum */
  apply(delta: LevelDelta): boolean {
    this.set(delta);
    return this.checksum === delta.checksum;
  }

  /** Sets levels without a check, in the order given (never sorted by anybody's time). */
  set({ bids, asks }: Levels): void {
    for (const [price, quantity] of bids) this.#bids.set(price, quantity);
    for (const [price, quantity] of asks) this.#asks.set(price, quantity);
    this.#bids.truncate(this.#depth);
    this.#asks.truncate(this.#depth);
  }
}
