const SEED = 0x9747b28c;
const M = 0x5bd1e995;
const R = 24;

const mixed = (word: number): number => {
  const k = Math.imul(word, M);
  return Math.imul(k ^ (k >>> R), M);
};

/**
 * Murmur2 of the key's UTF-8 bytes, as a signed 32-bit integer: what Kafka's Java client hashes
 * keys with (org.apache.kafka.common.utils.Utils.murmur2).
 */
export const murmur2 = (key: string): number => {
  const data = Buffer.from(key);
  const whole = data.length - (data.length % 4);
  let h = SEED ^ data.length;
  for (let at = 0; at < whole; at += 4) {
    h = Math.imul(h, M) ^ mixed(data.readInt32LE(at));
  }
  const rest = data.length - whole;
  if (rest > 0) h = Math.imul(h ^ data.readUIntLE(whole, rest), M);
  h = Math.imul(h ^ (h >>> 13), M);
  return (h ^ (h >>> 15)) | 0;
};

/** The partition of a key: Kafka's default partitioner, over a count that never changes. */
export const partitionFor = (key: string, partitions: number): number =>
  (murmur2(key) & 0x7fffffff) % partitions;
