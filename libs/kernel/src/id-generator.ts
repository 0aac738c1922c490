import type { Clock } from './clock';

/** Makes ids for one process. */
export type IdGenerator = { readonly next: () => string };

const COUNTER_LIMIT = 2 ** 32;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** Milliseconds since the epoch that a UUIDv7 carries in its first 48 bits (RFC 9562 §5.7). */
export const uuidV7TimeMs = (uuid: string): number =>
  parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);

/** The smallest UUIDv7 of an instant: a bound for ranges over UUIDv7 ids. */
export const uuidV7LowerBound = (instantMs: number): string => {
  const time = hex(instantMs, 12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
};

/**
 * UUIDv7 ids (RFC 9562 §5.7) that strictly increase within the process: a 32-bit counter, seeded at
 * random each millisecond, follows the time; a clock that steps back keeps the last millisecond.
 *
 * @param clock the host's clock
 * @param randomBytes a source of random octets, such as node:crypto's
 */
export const uuidV7Generator = (
  clock: Clock,
  randomBytes: (size: number) => Uint8Array,
): IdGenerator => {
  let lastMs = -1;
  let counter = 0;

  const advance = (): void => {
    const now = clock.nowMs();
    if (now > lastMs) {
      lastMs = now;
      const seed = randomBytes(4);
      // The top bit stays clear, so a millisecond has room for 2^31 further ids.
      counter = new DataView(seed.buffer, seed.byteOffset, 4).getUint32(0) >>> 1;
      return;
    }
    counter += 1;
    if (counter === COUNTER_LIMIT) {
      lastMs += 1;
      counter = 0;
    }
  };

  return {
    next: () => {
      advance();
      const time = hex(lastMs, 12);
      const high = hex(Math.floor(counter / 2 ** 20), 3);
      const middle = hex(0x8000 + (Math.floor(counter / 2 ** 6) % 2 ** 14), 4);
      const tail = Array.from(randomBytes(6), (byte) => hex(byte, 2)).join('');
      const low = hex((counter % 2 ** 6) * 4 + (parseInt(tail.slice(0, 2), 16) % 4), 2);
      return `${time.slice(0, 8)}-${time.slice(8)}-7${high}-${middle}-${low}${tail.slice(2)}`;
    },
  };
};
