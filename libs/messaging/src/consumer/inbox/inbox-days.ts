import { uuidV7LowerBound } from '@outcry/kernel';

export const DAY_MS = 86_400_000;

/** A day of the inbox, counted from 1970-01-01 UTC. */
export type Day = number;

export const dayOf = (instantMs: number): Day => Math.floor(instantMs / DAY_MS);

const PREFIX = 'inbox_';

/** `inbox_20261121`. */
export const partitionName = (day: Day): string =>
  PREFIX + new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');

/** The day of a partition by its name; null for any other table. */
export const dayOfPartition = (name: string): Day | null => {
  const match = /^inbox_(\d{4})(\d{2})(\d{2})$/.exec(name);
  if (match === null) return null;
  return dayOf(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
};

/** The smallest id of a day, which is also the end of the day before. */
export const dayBound = (day: Day): string => uuidV7LowerBound(day * DAY_MS);

/** Where an id lies, by the days that the inbox has. */
export type Place = 'inside' | 'too_old' | 'too_new';

/** Days that the inbox has: `oldest` to `newest`, both inclusive. */
export type DayRange = {
  readonly oldest: Day;
  readonly newest: Day;
  /** The smallest id of the oldest day, and the smallest behind the newest. */
  readonly firstId: string;
  readonly endId: string;
};

export const dayRange = (oldest: Day, newest: Day): DayRange => ({
  ...{ oldest, newest },
  firstId: dayBound(oldest),
  endId: dayBound(newest + 1),
});

export const placeOf = (eventId: string, { firstId, endId }: DayRange): Place => {
  if (eventId < firstId) return 'too_old';
  return eventId < endId ? 'inside' : 'too_new';
};

export type InboxKeeping = {
  /** How long a day is kept after its end; longer than any topic that is read. */
  readonly retentionMs: number;
  readonly aheadMs: number;
};

/**
 * Which days to make and which to drop. A day below the oldest present one is never made: it may
 * have been dropped, and its ids must not become claimable again.
 */
export const planDays = (
  present: readonly Day[],
  nowMs: number,
  keeping: InboxKeeping,
): { readonly create: readonly Day[]; readonly drop: readonly Day[] } => {
  const oldestKept = dayOf(nowMs - keeping.retentionMs);
  const first = present.length === 0 ? oldestKept : Math.min(...present);
  const last = dayOf(nowMs + keeping.aheadMs);
  const has = new Set(present);
  const create: Day[] = [];
  for (let day = Math.max(first, oldestKept); day <= last; day += 1) {
    if (!has.has(day)) create.push(day);
  }
  return { create, drop: present.filter((day) => day < oldestKept).sort((a, b) => a - b) };
};
