/**
 * Which of `span` places are occupied, in a piece of memory that begins at `at`: one bit each, and
 * behind them a summary, one bit for each word of 32, so that the next occupied place of a window
 * of a million is found in a few steps. A span is a power of two, at least 1,024.
 */
export const bitmapLength = (span: number): number => (span >> 5) + (span >> 10);

const trailingZeros = (word: number): number => 31 - Math.clz32(word & -word);

export const occupy = (ints: Int32Array, at: number, span: number, place: number): void => {
  const word = place >> 5;
  ints[at + word]! |= 1 << (place & 31);
  ints[at + (span >> 5) + (word >> 5)]! |= 1 << (word & 31);
};

export const vacate = (ints: Int32Array, at: number, span: number, place: number): void => {
  const word = place >> 5;
  const left = ints[at + word]! & ~(1 << (place & 31));
  ints[at + word] = left;
  if (left === 0) ints[at + (span >> 5) + (word >> 5)]! &= ~(1 << (word & 31));
};

/** The first occupied place at or after `place`, or −1. */
export const firstOccupied = (
  ints: Int32Array,
  at: number,
  span: number,
  place: number,
): number => {
  const word = place >> 5;
  if (word >= span >> 5) return -1;
  const here = ints[at + word]! & (-1 << (place & 31));
  return here === 0 ? firstFromWord(ints, at, span, word + 1) : (word << 5) + trailingZeros(here);
};

const firstFromWord = (ints: Int32Array, at: number, span: number, from: number): number => {
  const summary = at + (span >> 5);
  const groups = span >> 10;
  let mask = -1 << (from & 31);
  for (let group = from >> 5; group < groups; group += 1) {
    const bits = ints[summary + group]! & mask;
    if (bits !== 0) {
      const word = (group << 5) + trailingZeros(bits);
      return (word << 5) + trailingZeros(ints[at + word]!);
    }
    mask = -1;
  }
  return -1;
};
