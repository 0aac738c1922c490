import { INTS, NEXT, PREVIOUS } from './order.layout';

/**
 * First-in, first-out queues linked through the orders themselves: leaving the middle costs as
 * little as leaving the front. `ends[at]` is the first slot, `ends[at + 1]` the last; 0: empty.
 */
export const joinQueue = (ints: Int32Array, ends: Int32Array, at: number, slot: number): void => {
  const last = ends[at + 1]!;
  const own = slot * INTS;
  ints[own + PREVIOUS] = last;
  ints[own + NEXT] = 0;
  ends[at + 1] = slot;
  if (last === 0) ends[at] = slot;
  else ints[last * INTS + NEXT] = slot;
};

/** Takes the order out of its queue; returns whether the queue is empty now. */
export const leaveQueue = (
  ints: Int32Array,
  ends: Int32Array,
  at: number,
  slot: number,
): boolean => {
  const own = slot * INTS;
  const next = ints[own + NEXT]!;
  const previous = ints[own + PREVIOUS]!;
  if (previous === 0) ends[at] = next;
  else ints[previous * INTS + NEXT] = next;
  if (next === 0) ends[at + 1] = previous;
  else ints[next * INTS + PREVIOUS] = previous;
  return (next | previous) === 0;
};
