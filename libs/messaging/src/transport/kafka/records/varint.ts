const CONTINUES = 0x80;
const BITS = 0x7f;

/** Zigzag: small numbers of either sign become small numbers without one. */
const zigzag = (value: number): number => ((value << 1) ^ (value >> 31)) >>> 0;

/** How many bytes {@link writeVarint} takes for a signed 32-bit integer. */
export const varintSize = (value: number): number => {
  let rest = zigzag(value);
  let size = 1;
  for (; rest > BITS; rest >>>= 7) size += 1;
  return size;
};

/**
 * Writes a signed 32-bit integer as Kafka's records do: zigzag, then seven bits a byte, low first.
 *
 * @returns the offset behind it
 */
export const writeVarint = (into: Uint8Array, offset: number, value: number): number => {
  let rest = zigzag(value);
  let at = offset;
  for (; rest > BITS; rest >>>= 7) into[at++] = (rest & BITS) | CONTINUES;
  into[at++] = rest;
  return at;
};
