import { randomBytes } from 'node:crypto';

const DRAWN = 4_096;

/**
 * A source of random octets that asks the system for many at once: a call of node:crypto for the
 * few of an id costs more than all else that making the id does. No octet is given twice.
 *
 * @param draw for tests: what node:crypto's `randomBytes` does
 */
export const randomOctets = (
  draw: (size: number) => Uint8Array = randomBytes,
): ((size: number) => Uint8Array) => {
  let drawn = draw(0);
  let given = 0;
  return (size) => {
    if (given + size > drawn.length) {
      drawn = draw(Math.max(size, DRAWN));
      given = 0;
    }
    given += size;
    return drawn.subarray(given - size, given);
  };
};
