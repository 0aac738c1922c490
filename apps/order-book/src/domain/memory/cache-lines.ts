/** Bytes of a cache line, and of its start that an allocator's own words take (glibc's malloc). */
const LINE = 64;
const TAKEN = 16;

/**
 * Zeroes for records of 64 bytes each. A large block of memory begins 16 bytes behind the start of
 * a cache line, so that each record would touch two; here the records begin lines. With another
 * allocator that may not hold, which costs time and nothing else.
 */
export const alignedDoubles = (length: number): Float64Array<ArrayBuffer> => {
  const before = LINE - TAKEN;
  const bytes = before + length * Float64Array.BYTES_PER_ELEMENT;
  return new Float64Array(new ArrayBuffer(bytes), before, length);
};

/** The same memory as 32-bit integers, two for each double. */
export const intsOf = (doubles: Float64Array<ArrayBuffer>): Int32Array<ArrayBuffer> =>
  new Int32Array(doubles.buffer, doubles.byteOffset, doubles.length * 2);
