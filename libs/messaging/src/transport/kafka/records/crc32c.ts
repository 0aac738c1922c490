/** The Castagnoli polynomial (RFC 3720, B.4), bits reversed. */
const POLYNOMIAL = 0x82f63b78;
const SLICES = 16;
const WORD_BYTES = 4;
/** Of a step. */
const WORDS = SLICES / WORD_BYTES;

const firstTable = (): Int32Array =>
  Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    return crc;
  });

/** Slicing by sixteen: the table of each slice is one byte further than the one before. */
const tables = (): Int32Array => {
  const all = new Int32Array(SLICES * 256);
  all.set(firstTable());
  for (let at = 256; at < all.length; at += 1) {
    const before = all[at - 256] as number;
    all[at] = (before >>> 8) ^ (all[before & 0xff] as number);
  }
  return all;
};

const TABLE = tables();

/** Whether a word of memory begins with its lowest byte, as on nearly every machine. */
const IS_LOW_FIRST = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;

const byBytes = (crc: number, bytes: Uint8Array, from: number, to: number): number => {
  let rest = crc;
  for (let at = from; at < to; at += 1) {
    rest = (rest >>> 8) ^ (TABLE[(rest ^ (bytes[at] as number)) & 0xff] as number);
  }
  return rest;
};

/** @param words four for each step */
const byWords = (crc: number, words: Int32Array): number => {
  const t = TABLE;
  let rest = crc;
  for (let at = 0; at + 3 < words.length; at += WORDS) {
    const a = (words[at] as number) ^ rest;
    const b = words[at + 1] as number;
    const c = words[at + 2] as number;
    const d = words[at + 3] as number;
    rest =
      (t[3840 + (a & 0xff)] as number) ^
      (t[3584 + ((a >>> 8) & 0xff)] as number) ^
      (t[3328 + ((a >>> 16) & 0xff)] as number) ^
      (t[3072 + (a >>> 24)] as number) ^
      (t[2816 + (b & 0xff)] as number) ^
      (t[2560 + ((b >>> 8) & 0xff)] as number) ^
      (t[2304 + ((b >>> 16) & 0xff)] as number) ^
      (t[2048 + (b >>> 24)] as number) ^
      (t[1792 + (c & 0xff)] as number) ^
      (t[1536 + ((c >>> 8) & 0xff)] as number) ^
      (t[1280 + ((c >>> 16) & 0xff)] as number) ^
      (t[1024 + (c >>> 24)] as number) ^
      (t[768 + (d & 0xff)] as number) ^
      (t[512 + ((d >>> 8) & 0xff)] as number) ^
      (t[256 + ((d >>> 16) & 0xff)] as number) ^
      (t[d >>> 24] as number);
  }
  return rest;
};

/**
 * CRC-32C of a part of a buffer, as Kafka's record batches carry it: sixteen bytes at a step, read
 * as words, since at one byte a step the checksum costs as much as all else that producing costs.
 *
 * @returns an unsigned 32-bit integer
 */
export const crc32c = (bytes: Uint8Array, from = 0, to = bytes.length): number => {
  // Words begin at multiples of their size in memory.
  const start = from + (-(bytes.byteOffset + from) & (WORD_BYTES - 1));
  const steps = IS_LOW_FIRST ? Math.floor((to - start) / SLICES) : 0;
  if (steps <= 0) return ~byBytes(-1, bytes, from, to) >>> 0;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + start, steps * WORDS);
  const middle = byWords(byBytes(-1, bytes, from, start), words);
  return ~byBytes(middle, bytes, start + steps * SLICES, to) >>> 0;
};
