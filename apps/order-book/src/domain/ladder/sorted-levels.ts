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
 * has to move. A few are looked through from the best on, more by halves first. The best level has
 * the lowest key. A list is a piece of the memory and goes by the place where it begins.
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

/** Where the first level is whose key is ≤ `key`: keys descend, most are sought near the best. */
const search = ({ ints, doubles }: LadderMemory, list: number, key: number): number => {
  let low = list + LEVEL;
  let high = low + ints[list + COUNT]! * LEVEL;
  while (high - low > FEW * LEVEL) {
    const middle = low + (((high - low) >> 3) << 2);
    if (doubles[middle >> 1]! > key) low = middle + LEVEL;
    else high = middle;
  }
  while (high > low && doubles[(high - LEVEL) >> 1]! <= key) high -= LEVEL;
  return high;
};

/** Where the list's levels end. */
const endOf = ({ ints }: LadderMemory, list: number): number =>
  list + (1 + ints[list + COUNT]!) * LEVEL;

/** Where the ends of the queue with this key are, or 0. */
export const findLevel = (memory: LadderMemory, list: number, key: number): number => {
  const level = search(memory, list, key);
  const isThere = level < endOf(memory, list) && memory.doubles[level >> 1] === key;
  return isThere ? level + ENDS : 0;
};

/** Where the ends of the best level that is worse than `key` are, or 0. */
export const levelBeyond = (memory: LadderMemory, list: number, key: number): number => {
  const level = search(memory, list, key);
  return level === list + LEVEL ? 0 : level - LEVEL + ENDS;
};

/** More than this are moved by a call, fewer in less time than the call takes. */
const MANY = FEW * LEVEL;

/** Makes an empty level that is not there yet, where there is room; returns where its ends are. */
export const insertLevel = (memory: LadderMemory, list: number, key: number): number => {
  const { ints, doubles } = memory;
  const level = search(memory, list, key);
  const end = endOf(memory, list);
  if (end - level > MANY) ints.copyWithin(level + LEVEL, level, end);
  else for (let at = end >> 1; at > level >> 1; at -= 1) doubles[at + 1] = doubles[at - 1]!;
  ints[list + COUNT]! += 1;
  doubles[level >> 1] = key;
  ints[level + ENDS] = ints[level + ENDS + 1] = 0;
  return level + ENDS;
};

/** Removes the level whose ends are there. */
export const removeLevel = (memory: LadderMemory, list: number, ends: number): void => {
  const { ints, doubles } = memory;
  const level = ends - ENDS;
  const last = endOf(memory, list) - LEVEL;
  if (last - level > MANY) ints.copyWithin(level, level + LEVEL, last + LEVEL);
  else for (let at = level >> 1; at < last >> 1; at += 1) doubles[at] = doubles[at + 2]!;
  ints[list + COUNT]! -= 1;
};
