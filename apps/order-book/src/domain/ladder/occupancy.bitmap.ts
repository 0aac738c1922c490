const trailingZeros = (word: number): number => 31 - Math.clz32(word & -word);

/**
 * Which of `span` places are occupied: one bit each, and one bit in the summary for each word of
 * 32, so that the next occupied place of a window of a million is found in a few steps.
 */
export class OccupancyBitmap {
  private readonly words: Int32Array;
  private readonly summary: Int32Array;

  /** @param span a power of two, at least 1,024. */
  constructor(span: number) {
    this.words = new Int32Array(span >> 5);
    this.summary = new Int32Array(span >> 10);
  }

  occupy(place: number): void {
    const word = place >> 5;
    this.words[word]! |= 1 << (place & 31);
    this.summary[word >> 5]! |= 1 << (word & 31);
  }

  vacate(place: number): void {
    const word = place >> 5;
    const left = this.words[word]! & ~(1 << (place & 31));
    this.words[word] = left;
    if (left === 0) this.summary[word >> 5]! &= ~(1 << (word & 31));
  }

  /** The first occupied place at or after `place`, or −1. */
  from(place: number): number {
    const word = place >> 5;
    if (word >= this.words.length) return -1;
    const here = this.words[word]! & (-1 << (place & 31));
    return here === 0 ? this.fromWord(word + 1) : (word << 5) + trailingZeros(here);
  }

  /** The last occupied place, or −1. */
  last(): number {
    for (let word = this.words.length - 1; word >= 0; word -= 1) {
      const bits = this.words[word]!;
      if (bits !== 0) return (word << 5) + 31 - Math.clz32(bits);
    }
    return -1;
  }

  private fromWord(from: number): number {
    let mask = -1 << (from & 31);
    for (let group = from >> 5; group < this.summary.length; group += 1) {
      const bits = this.summary[group]! & mask;
      if (bits !== 0) {
        const word = (group << 5) + trailingZeros(bits);
        return (word << 5) + trailingZeros(this.words[word]!);
      }
      mask = -1;
    }
    return -1;
  }
}
