import { WORDS } from './report.layout';

/**
 * Reports in the order they happened. The engine appends; whoever consumes them calls `clear`,
 * after which the same memory is written again. It grows when a command has more to say than fits.
 */
export class ReportBuffer {
  /** `count × WORDS` doubles are valid; replaced by a larger array when the buffer grows. */
  words: Float64Array;
  /** Number of doubles in use. */
  used = 0;

  /** @param capacity reports that fit before the buffer grows. */
  constructor(capacity: number) {
    this.words = new Float64Array(capacity * WORDS);
  }

  get count(): number {
    return this.used / WORDS;
  }

  clear(): void {
    this.used = 0;
  }

  /** Makes room for one report; returns the offset of its first word. */
  next(): number {
    const at = this.used;
    if (at === this.words.length) this.grow();
    this.used = at + WORDS;
    return at;
  }

  private grow(): void {
    const larger = new Float64Array(Math.max(this.words.length * 2, WORDS * 64));
    larger.set(this.words);
    this.words = larger;
  }
}
