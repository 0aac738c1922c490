/** The Castagnoli polynomial (RFC 3720, B.4), bits reversed. */
const POLYNOMIAL = 0x82f63b78;
const SLICES = 8;

const firstTable = (): Int32Array =>
  Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    return crc;
  });

/** Slicing by eight: the table of each slice is one byte further than that of the slice before. */
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

/**
 * CRC-32C of a part of a buffer, as Kafka's record batches carry it: eight bytes at a step, since
 * at one byte a step the checksum costs as much as all else that producing costs.
 *
 * @returns an unsigned 32-bit integer
 */
export const crc32c = (bytes: Uint8Array, from = 0, to = bytes.length): number => {
  const t = TABLE;
  let crc = -1;
  let at = from;
  for (; at + SLICES <= to; at += SLICES) {
    crc ^=
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24);
    crc =
      (t[1792 + (crc & 0xff)] as number) ^
      (t[1536 + ((crc >>> 8) & 0xff)] as number) ^
      (t[1280 + ((crc >>> 16) & 0xff)] as number) ^
      (t[1024 + (crc >>> 24)] as number) ^
      (t[768 + (bytes[at + 4] as number)] as number) ^
      (t[512 + (bytes[at + 5] as number)] as number) ^
      (t[256 + (bytes[at + 6] as number)] as number) ^
      (t[bytes[at + 7] as number] as number);
  }
  for (; at < to; at += 1) {
    crc = (crc >>> 8) ^ (t[(crc ^ (bytes[at] as number)) & 0xff] as number);
  }
  return ~crc >>> 0;
};
