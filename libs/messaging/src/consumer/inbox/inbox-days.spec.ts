import { uuidV7LowerBound } from '@outcry/kernel';
import {
  DAY_MS,
  dayBound,
  dayOf,
  dayOfPartition,
  dayRange,
  partitionName,
  placeOf,
  planDays,
} from './inbox-days';

const day = dayOf(Date.UTC(2026, 10, 21, 12));
const keeping = { retentionMs: 3 * DAY_MS, aheadMs: 2 * DAY_MS };
const noon = day * DAY_MS + DAY_MS / 2;

describe('a day', () => {
  it('names its partition, and is found by that name only', () => {
    expect(partitionName(day)).toBe('inbox_20261121');
    expect(dayOfPartition('inbox_20261121')).toBe(day);
    expect(dayOfPartition('inbox_2026112')).toBeNull();
    expect(dayOfPartition('my_inbox_20261121')).toBeNull();
    expect(dayOfPartition('inbox_20261121_old')).toBeNull();
  });

  it('begins with the first id of its first millisecond', () => {
    expect(dayBound(0)).toBe('00000000-0000-7000-8000-000000000000');
    expect(dayBound(1)).toBe('00000526-5c00-7000-8000-000000000000');
  });
});

describe('the place of an id', () => {
  const range = dayRange(10, 12);
  it.each([
    ['too_old', dayBound(9)],
    ['inside', dayBound(10)],
    ['inside', dayBound(12)],
    ['too_new', dayBound(13)],
  ])('is %s for %s', (place, id) => {
    expect(placeOf(id, range)).toBe(place);
  });

  it('is too old one millisecond before the oldest day', () => {
    expect(placeOf(uuidV7LowerBound(10 * DAY_MS - 1), range)).toBe('too_old');
  });

  it('is too new for everything while there is no day', () => {
    expect(placeOf(dayBound(5), dayRange(0, -1))).toBe('too_new');
  });
});

describe('the plan of days', () => {
  it('reaches from one retention back to the days ahead at the installation', () => {
    expect(planDays([], noon, keeping)).toEqual({
      create: [-3, -2, -1, 0, 1, 2].map((offset) => day + offset),
      drop: [],
    });
  });

  it('adds what is missing above the oldest day, holes included', () => {
    const present = [day - 1, day + 1];
    expect(planDays(present, noon, keeping).create).toEqual([day, day + 2]);
  });

  it('never makes a day below the oldest one', () => {
    expect(planDays([day, day + 1, day + 2], noon, keeping).create).toEqual([]);
  });

  it('drops what has ended before the retention, oldest first', () => {
    const present = [day - 4, day - 6, day - 3, day];
    expect(planDays(present, noon, keeping).drop).toEqual([day - 6, day - 4]);
  });

  it('makes no day that it would drop at once, after a long rest', () => {
    const { create, drop } = planDays([day - 30, day - 29], noon, keeping);
    expect(drop).toEqual([day - 30, day - 29]);
    expect(create[0]).toBe(day - 3);
  });
});
