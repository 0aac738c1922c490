import { type LadderMemory } from './ladder.memory';

/** A level is four ints: its key, a double, then the first and the last order of its queue. */
const LEVEL = 4;
const ENDS = 2;
/** Before the levels: how many there are, and how many fit. */
const COUNT = 0;
const CAPACITY = 1;

/** Levels that the smallest list has room for. */
export const FEW = 15;

/**
 * Levels in one sorted list, worst first, because most come and go near the best and then little
 * has to move. Finding is a binary search. The best level has the lowest key. A list is a piece of
 * the memory and goes by the place where it begins.
 */
export const takeList = (memory: LadderMemory, capacity: number): number => {
  const list = memory.take((1 + capacity) * LEVEL);
  memory.ints[list + CAPACITY] = capacity;
  return list;
};

/** The list is not used again. */
export const giveList = (memory: LadderMemory, list: number): void => {
  memory.give(list, (1 + memory.ints[list + CAPACITY]!) * LEVEL);
};

/** @returns where the list with twice as much room begins */
export const widenList = (memory: LadderMemory, list: number): number => {
  const capacity = memory.ints[list + CAPACITY]!;
  const larger = takeList(memory, 2 * capacity + 1);
  const { ints } = memory;
  ints[larger + COUNT] = ints[list + COUNT]!;
  ints.copyWithin(larger + LEVEL, list + LEVEL, list + (1 + capacity) * LEVEL);
  giveList(memory, list);
  return larger;
};

export const countOf = (memory: LadderMemory, list: number): number => memory.ints[list + COUNT]!;

export const isFull = ({ ints }: LadderMemory, list: number): boolean =>
  ints[list + COUNT] === ints[list + CAPACITY];

export const keyOf = (memory: LadderMemory, list: number, place: number): number =>
  memory.doubles[(list + (1 + place) * LEVEL) >> 1]!;

/** Where the ends of a level's queue are. */
export const endsOf = (list: number, place: number): number => list + (1 + place) * LEVEL + ENDS;

/** Where the ends of the best level's queue are; 0: there is no level. */
export const bestOf = (memory: LadderMemory, list: number): number => {
  const count = countOf(memory, list);
  return count === 0 ? 0 : endsOf(list, count - 1);
};

/** Place of the first key that is ≤ `key`: keys descend. */
const search = (memory: LadderMemory, list: number, key: number): number => {
  let low = 0;
  let high = countOf(memory, list);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keyOf(memory, list, middle) > key) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Where the ends of the queue with this key are, or 0. */
export const findLevel = (memory: LadderMemory, list: number, key: number): number => {
  const place = search(memory, list, key);
  const isThere = place < countOf(memory, list) && keyOf(memory, list, place) === key;
  return isThere ? endsOf(list, place) : 0;
};

/** Where the ends of the best level that is worse than `key` are, or 0. */
export const levelBeyond = (memory: LadderMemory, list: number, key: number): number => {
  const place = search(memory, list, key) - 1;
  return place < 0 ? 0 : endsOf(list, place);
};

/** Makes an empty level that is not there yet, where there is room; returns where its ends are. */
export const insertLevel = (memory: LadderMemory, list: number, key: number): number => {
  const { ints, doubles } = memory;
  const ends = endsOf(list, search(memory, list, key));
  const level = ends - ENDS;
  ints.copyWithin(level + LEVEL, level, list + (1 + ints[list + COUNT]!) * LEVEL);
  ints[list + COUNT]! += 1;
  doubles[level >> 1] = key;
  ints[ends] = ints[ends + 1] = 0;
  return ends;
};

/** Removes the level whose ends are there. */
export const removeLevel = ({ ints }: LadderMemory, list: number, ends: number): void => {
  const level = ends - ENDS;
  ints.copyWithin(level, level + LEVEL, list + (1 + ints[list + COUNT]!) * LEVEL);
  ints[list + COUNT]! -= 1;
};
