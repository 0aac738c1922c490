/**
 * What an ordered consumer does with a message, by its own last sequence of the key alone: what it
 * has seen is dropped, the next is applied however old, a hole is held.
 */
export type SequenceDecision = 'drop' | 'apply' | 'gap';

/** @param last the last applied sequence of the key; 0 when nothing of it has been applied */
export const decideBySequence = (sequence: bigint, last: bigint): SequenceDecision => {
  if (sequence <= last) return 'drop';
  return sequence === last + 1n ? 'apply' : 'gap';
};
