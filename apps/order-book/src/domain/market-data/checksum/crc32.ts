/** CRC-32 (IEEE 802.3, reflected polynomial 0xEDB88320): one row per byte value. */
const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let row = byte;
  for (let bit = 0; bit < 8; bit += 1) row = row & 1 ? (row >>> 1) ^ 0xedb88320 : row >>> 1;
  return row;
});

const ZERO = 48;
/** Integers up to this size are taken apart by 32-bit arithmetic. */
const HALF = 1_000_000_000;
const digits = new Uint8Array(20);

/**
 * Writes the digits of a small integer before `end`, at least `least` of them; returns the start.
 */
const writeDigits = (value: number, end: number, least: number): number => {
  let rest = value | 0;
  let start = end;
  while (rest > 0 || end - start < least) {
    const tenth = (rest / 10) | 0;
    start -= 1;
    digits[start] = ZERO + rest - tenth * 10;
    rest = tenth;
  }
  return start;
};

/** A checksum under way; `finish` gives the published value. */
export const CRC32_START = -1;

/** @returns the unsigned 32-bit checksum of all that was fed */
export const finishCrc32 = (crc: number): number => ~crc >>> 0;

/**
 * Feeds the decimal digits of an integer, without leading zeros (0 feeds nothing), as the venues'
 * book checksums do (docs.kraken.com, book-checksum-v1). No text is built: this runs in each frame.
 *
 * @param value a non-negative safe integer: ticks, lots or an id
 */
export const feedInteger = (crc: number, value: number): number => {
  let start = digits.length;
  if (value < HALF) {
    start = writeDigits(value, start, 0);
  } else {
    const high = Math.floor(value / HALF);
    start = writeDigits(value - high * HALF, start, 9);
    // 2^53 / 10^9 < 2^24: two parts are enough.
    start = writeDigits(high, start, 0);
  }
  let next = crc;
  for (let at = start; at < digits.length; at += 1) {
    next = (next >>> 8) ^ (TABLE[(next ^ (digits[at] ?? 0)) & 0xff] ?? 0);
  }
  return next;
};

/** By number of bytes: what each byte of a checksum becomes once so many zero bytes have passed. */
const SHIFTS: Int32Array[] = [];
const BYTE_VALUES = 256;
const BYTES = 4;

const shiftOf = (bytes: number): Int32Array =>
  (SHIFTS[bytes] ??= Int32Array.from({ length: BYTES * BYTE_VALUES }, (_, entry) => {
    let crc = (entry % BYTE_VALUES) << (8 * Math.floor(entry / BYTE_VALUES));
    for (let at = 0; at < bytes; at += 1) crc = (crc >>> 8) ^ (TABLE[crc & 0xff] ?? 0);
    return crc;
  }));

/**
 * Feeds a text whose own checksum is known: a checksum is linear, so what was fed before passes
 * through `bytes` zero bytes in one step, and the text's is added. Zlib's `crc32_combine` does the
 * same with matrices.
 *
 * @param text the text's checksum from a start of 0, not finished
 * @param bytes the text's length, some dozens at most: there is a table of 4 KB for each
 */
export const feedText = (crc: number, text: number, bytes: number): number => {
  const shift = shiftOf(bytes);
  return (
    (shift[crc & 0xff] ?? 0) ^
    (shift[256 | ((crc >>> 8) & 0xff)] ?? 0) ^
    (shift[512 | ((crc >>> 16) & 0xff)] ?? 0) ^
    (shift[768 | (crc >>> 24)] ?? 0) ^
    text
  );
};

/** @returns how many digits `feedInteger` feeds of a non-negative safe integer */
export const digitsOf = (value: number): number => {
  let count = 0;
  for (let power = 1; power <= value; power *= 10) count += 1;
  return count;
};
