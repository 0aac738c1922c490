import { CANCEL_REASONS, type CancelReason } from '../../report/report';
import { KIND, WORD } from '../../report/report.layout';
import { levelChecksum } from '../checksum/level-checksum';
import type { Level, LevelDelta, LevelSnapshot } from '../frame/level-frame';
import type { QueueDelta, QueueSnapshot } from '../frame/queue-frame';
import type { TopFrame } from '../frame/top-frame';
import { NONE } from './columns';
import { TopLevelsChecksum } from './top-levels-checksum';
import { VisibleBook } from './visible-book';

/** Ends of orders that never rested: nothing of them was ever visible. */
const NEVER_RESTED: readonly CancelReason[] = [
  'ioc_remainder',
  'no_liquidity',
  'protection',
  'fok_unfilled',
  'min_quantity',
  'price_band',
  'post_only_would_take',
];
const MAY_HAVE_RESTED = CANCEL_REASONS.map((reason) => !NEVER_RESTED.includes(reason));

/** What goes out after a batch of reports to whoever reads levels. */
export type MarketFrame = { readonly top: TopFrame; readonly levels: LevelDelta };

/**
 * One instrument's market data, kept from the engine's reports alone (rule 12): level 1, 2 and 3 at
 * the same engine sequence. Feed it with each report, take a frame when it suits (after each
 * command
 * or each batch), and a snapshot whenever a reader asks.
 */
export class InstrumentView {
  readonly #book = new VisibleBook();
  readonly #checksum = new TopLevelsChecksum();
  #sequence = 0;
  #previous = 0;
  #previousQueues = 0;
  /** Between `uncrossed` and `state_changed` both sides of a trade rest. */
  #crossing = false;
  #tradeId = 0;
  #tradePrice = 0;
  #tradeQuantity = 0;

  /** Applies the report that begins at word `at`. */
  apply(words: Float64Array, at: number): void {
    const sequence = words[at + WORD.sequence] ?? 0;
    const kind = (words[at + WORD.head] ?? 0) & 255;
    this.#sequence = sequence;
    if (kind === KIND.rested || kind === KIND.refilled) this.#join(words, at, sequence);
    else if (kind === KIND.traded) this.#trade(words, at, sequence);
    else if (kind === KIND.cancelled) this.#cancel(words, at, sequence);
    else if (kind === KIND.replaced || kind === KIND.prevented) this.#resize(words, at, sequence);
    else if (kind === KIND.expired) this.#resizeTo(0, words[at + WORD.id] ?? 0, sequence);
    else if (kind === KIND.uncrossed) this.#crossing = true;
    else if (kind === KIND.state_changed) this.#crossing = false;
  }

  #join(words: Float64Array, at: number, sequence: number): void {
    const side = words[at + WORD.side] === 0 ? 0 : 1;
    const price = words[at + WORD.price] ?? 0;
    this.#book.join(sequence, words[at + WORD.id] ?? 0, side, price, words[at + WORD.shown] ?? 0);
  }

  #trade(words: Float64Array, at: number, sequence: number): void {
    const id = words[at + WORD.id] ?? 0;
    const shown = words[at + WORD.shown] ?? 0;
    const price = words[at + WORD.price] ?? 0;
    this.#tradeId = words[at + WORD.tradeId] ?? 0;
    this.#tradePrice = price;
    this.#tradeQuantity = words[at + WORD.quantity] ?? 0;
    if (this.#crossing) {
      this.#resizeTo(shown, id, sequence);
      const taker = words[at + WORD.takerId] ?? 0;
      this.#resizeTo(words[at + WORD.takerShown] ?? 0, taker, sequence);
      return;
    }
    // The maker is the first of its price: no need to look its id up.
    const slot = this.#book.front(words[at + WORD.side] === 0 ? 0 : 1, price);
    if (this.#book.orders.id[slot] === id) this.#book.resize(sequence, slot, shown);
    else this.#resizeTo(shown, id, sequence);
  }

  #cancel(words: Float64Array, at: number, sequence: number): void {
    if (MAY_HAVE_RESTED[words[at + WORD.reason] ?? 0]) {
      this.#resizeTo(0, words[at + WORD.id] ?? 0, sequence);
    }
  }

  /** Of `replaced`: shown is 0 when the place is lost. */
  #resize(words: Float64Array, at: number, sequence: number): void {
    this.#resizeTo(words[at + WORD.shown] ?? 0, words[at + WORD.id] ?? 0, sequence);
  }

  #resizeTo(shown: number, id: number, sequence: number): void {
    const slot = this.#book.find(id);
    if (slot !== NONE) this.#book.resize(sequence, slot, shown);
  }

  /** Levels that changed since the frame before; a heartbeat when none did. */
  frame(): MarketFrame {
    const book = this.#book;
    const [previous, sequence] = [this.#previous, this.#sequence];
    const bids: Level[] = [];
    const asks: Level[] = [];
    book.takeTouched(bids, asks, this.#checksum);
    const checksum = this.#checksum.value(book.levels);
    this.#previous = sequence;
    return {
      top: this.top(),
      levels: { kind: 'delta', previous, sequence, bids, asks, checksum },
    };
  }

  /**
   * Orders that changed since the level-3 frame before; a heartbeat when none did. It says nothing
   * before the first `queueSnapshot`.
   */
  queueFrame(): QueueDelta {
    const [previous, sequence] = [this.#previousQueues, this.#sequence];
    const changes = this.#book.changes.drain();
    this.#previousQueues = sequence;
    return { kind: 'delta', previous, sequence, changes, checksum: this.#book.queueChecksum };
  }

  /** Level 1 now. */
  top(): TopFrame {
    const [tradeId, price, quantity] = [this.#tradeId, this.#tradePrice, this.#tradeQuantity];
    return {
      sequence: this.#sequence,
      bid: this.#book.best(0),
      ask: this.#book.best(1),
      last: tradeId === 0 ? null : { tradeId, price, quantity },
    };
  }

  /** Level 2 now: in the middle of a frame, too. */
  levelSnapshot(): LevelSnapshot {
    const [bids, asks] = [this.#book.levelsOf(0), this.#book.levelsOf(1)];
    const checksum = levelChecksum(asks, bids);
    return { kind: 'snapshot', sequence: this.#sequence, bids, asks, checksum };
  }

  /** Level 3 now: in the middle of a frame, too. */
  queueSnapshot(): QueueSnapshot {
    const [bids, asks] = [this.#book.ordersOf(0), this.#book.ordersOf(1)];
    if (!this.#book.noting) {
      this.#previousQueues = this.#sequence;
      this.#book.note();
    }
    const checksum = this.#book.queueChecksum;
    return { kind: 'snapshot', sequence: this.#sequence, bids, asks, checksum };
  }
}
