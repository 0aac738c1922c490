const BITS = 0x7f;
const CONTINUES = 0x80;
/** Of the seven bits at a time that fit the integer operations of JavaScript. */
const LARGEST_SHIFT = 21;
const SEVEN_BITS = 128;

/** Reads the integers of Kafka's records; behind the end of the bytes it reads zeroes. */
export class ByteReader {
  readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Zigzag, then seven bits a byte, low first; of 32 bits. */
  varint(): number {
    let byte = this.bytes[this.at++] ?? 0;
    let value = byte & BITS;
    for (let shift = 7; byte >= CONTINUES; shift += 7) {
      byte = this.bytes[this.at++] ?? 0;
      value |= (byte & BITS) << shift;
    }
    return (value >>> 1) ^ -(value & 1);
  }

  /** The same of 64 bits: exact up to 2^53, as near as a number comes beyond. */
  varlong(): number {
    let byte = this.bytes[this.at++] ?? 0;
    let low = byte & BITS;
    let shift = 7;
    for (; byte >= CONTINUES && shift <= LARGEST_SHIFT; shift += 7) {
      byte = this.bytes[this.at++] ?? 0;
      low |= (byte & BITS) << shift;
    }
    // The lowest bit is the sign, so every other counts half.
    let value = low >>> 1;
    for (let place = 2 ** (shift - 1); byte >= CONTINUES; place *= SEVEN_BITS) {
      byte = this.bytes[this.at++] ?? 0;
      value += (byte & BITS) * place;
    }
    return low & 1 ? -value - 1 : value;
  }
}
