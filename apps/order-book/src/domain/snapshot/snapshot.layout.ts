/** A snapshot is doubles: a header, then the state in the order of write-snapshot.ts. */
export const MAGIC = 0x4f_42_4b;
export const VERSION = 1;

/** Places in the header; CHECKSUM has four words. */
export const AT_MAGIC = 0;
export const AT_VERSION = 1;
export const AT_LENGTH = 2;
export const AT_CHECKSUM = 3;
export const HEADER_WORDS = 7;

/** Doubles in the order in which they are written, in memory that grows. */
export class WordWriter {
  private words: Float64Array;
  private used = 0;

  constructor(capacity: number) {
    this.words = new Float64Array(capacity);
  }

  put(value: number): void {
    if (this.used === this.words.length) {
      const larger = new Float64Array(this.words.length * 2);
      larger.set(this.words);
      this.words = larger;
    }
    this.words[this.used++] = value;
  }

  finish(): Float64Array {
    return this.words.slice(0, this.used);
  }
}

/** Reads what a WordWriter wrote; reading past the end is an error. */
export class WordReader {
  private readonly words: Float64Array;
  private at: number;

  constructor(words: Float64Array, at: number) {
    this.words = words;
    this.at = at;
  }

  take(): number {
    const value = this.words[this.at++];
    if (value === undefined) throw new RangeError('the snapshot is cut short');
    return value;
  }

  get isAtEnd(): boolean {
    return this.at === this.words.length;
  }
}
