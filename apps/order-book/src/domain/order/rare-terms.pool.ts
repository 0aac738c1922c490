import { alignedDoubles } from '../memory/cache-lines';

/** Words of an order's rare terms: kept aside, so that a plain order's record stays one line. */
export const TERM_WORDS = 8;
/** Lots of an iceberg's slice, unless its record has it; 0: not an iceberg. */
export const DISPLAY = 0;
/** Ticks; of a trailing stop its trail. */
export const TRIGGER = 1;
/** Ticks that a market order may go through the best price; 0: any number. */
export const PROTECTION = 2;
/** Slot of the other leg of an OCO; 0: none. */
export const SIBLING = 3;
/** When a stop was accepted, among all of its instrument. */
export const ENTRY = 4;
/** Handle in the stop book's heap. */
export const HANDLE = 5;
/** Handle of the expiry's timer; 0: none. */
export const TIMER = 6;

/** Rare terms by slot; slot 0 reads as zeroes and stands for an order that has none. */
export class RareTermsPool {
  words = alignedDoubles(TERM_WORDS * 64);
  private untouched = 1;
  private readonly free: number[] = [];

  /** A slot with all words 0. */
  take(): number {
    const slot = this.free.pop() ?? this.untouched++;
    if (slot * TERM_WORDS === this.words.length) {
      const larger = alignedDoubles(this.words.length * 2);
      larger.set(this.words);
      this.words = larger;
    }
    const { words } = this;
    const end = (slot + 1) * TERM_WORDS;
    // Not `fill`, a call into the runtime that costs more than eight stores.
    for (let at = end - TERM_WORDS; at < end; at += 1) words[at] = 0;
    return slot;
  }

  release(slot: number): void {
    this.free.push(slot);
  }
}
