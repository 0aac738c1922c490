const LANES = 4;
/** Multipliers of MurmurHash3 (x86, 128 bits), whose mixing this follows; public domain. */
const MULTIPLIERS = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const;

const finish = (value: number): number => {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};

/**
 * Four 32-bit words over the integers from `from` on. Not cryptographic: it tells states apart and
 * finds damage, it does not resist someone who makes two states on purpose.
 */
export const hashWords = (integers: Int32Array, from: number): [number, number, number, number] => {
  let [a, b, c, d] = [integers.length | 0, 0x9e3779b9 | 0, 0x7f4a7c15 | 0, 0xf39cc060 | 0];
  for (let at = from; at < integers.length; at += 2) {
    const low = Math.imul(integers[at]!, MULTIPLIERS[0]);
    const high = Math.imul(integers[at + 1]!, MULTIPLIERS[1]);
    a = (Math.imul(((a ^ low) << 15) | ((a ^ low) >>> 17), MULTIPLIERS[2]) + b) | 0;
    b = (Math.imul(((b ^ high) << 13) | ((b ^ high) >>> 19), MULTIPLIERS[3]) + c) | 0;
    c = (Math.imul(c ^ low, 5) + a + high) | 0;
    c = (c << 17) | (c >>> 15);
    d = (Math.imul(d, 5) + (b ^ high) + 0x561ccd1b) | 0;
    d = (d << 11) | (d >>> 21);
  }
  const sum = (a + b + c + d) | 0;
  return [finish(a + sum), finish(b ^ sum), finish(c + sum), finish(d ^ sum)];
};

/** 32 hexadecimal digits over a snapshot's bytes. */
export const digestOf = (snapshot: Uint8Array): string => {
  const integers = new Int32Array(snapshot.buffer, snapshot.byteOffset, snapshot.byteLength / 4);
  return hashWords(integers, 0)
    .map((word) => word.toString(16).padStart(32 / LANES, '0'))
    .join('');
};
