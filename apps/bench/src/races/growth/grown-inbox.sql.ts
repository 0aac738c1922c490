import type { Sql } from '@outcry/messaging';

/** How many days have rows, today the last: as many as are kept, so that none is dropped. */
const DAYS = 9;
/** Of all rows those of today, into which new ones go. */
const TODAY_SHARE = 0.5;

// Definitions take no parameters: names and bounds are spelled out.
const createDay = (name: string): string =>
  `CREATE TABLE ${name} (consumer text NOT NULL, event_id uuid NOT NULL)`;
const keyDay = (name: string): string => `ALTER TABLE ${name} ADD PRIMARY KEY (consumer, event_id)`;
const attachDay = (name: string, from: string, to: string): string =>
  `ALTER TABLE inbox ATTACH PARTITION ${name} FOR VALUES FROM ('${from}') TO ('${to}')`;

/** `$1` rows from `$2` to `$3` ms since 1970: ids of version 7 whose random part is a hash. */
const fillDay = (name: string): string => `
INSERT INTO ${name} (consumer, event_id)
SELECT (ARRAY['bench.effects', 'bidding', 'notification.inbox', 'search'])[1 + n % 4],
       (lpad(to_hex($2::bigint + (($3::bigint - $2::bigint) * n) / $1::bigint), 12, '0')
         || '7' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid
  FROM (SELECT n, md5('inbox ' || $2::text || ' ' || n) AS hash
          FROM generate_series(0, $1::bigint - 1) AS n) AS made`;

type Bounds = readonly [from: string, to: string];

export type DayOfInbox = {
  readonly name: string;
  /** The least id of the day, and of the next. */
  readonly bounds: Bounds;
  readonly beginMs: number;
  readonly endMs: number;
  readonly rows: number;
};

type Calendar = {
  readonly nowMs: number;
  readonly dayMs: number;
  readonly leastIdAt: (ms: number) => string;
};

/** As the runtime names the day that begins then. */
export const dayNamed = (beginMs: number): string =>
  `inbox_${new Date(beginMs).toISOString().slice(0, 10).replaceAll('-', '')}`;

/** The days up to today among which so many rows are shared. */
export const daysOf = (rows: number, { nowMs, dayMs, leastIdAt }: Calendar): DayOfInbox[] =>
  Array.from({ length: DAYS }, (_, at) => {
    const isToday = at === DAYS - 1;
    const beginMs = (Math.floor(nowMs / dayMs) - (DAYS - 1 - at)) * dayMs;
    const share = isToday ? TODAY_SHARE : (1 - TODAY_SHARE) / (DAYS - 1);
    return {
      name: dayNamed(beginMs),
      bounds: [leastIdAt(beginMs), leastIdAt(beginMs + dayMs)],
      ...{ beginMs, endMs: isToday ? nowMs : beginMs + dayMs },
      rows: Math.round(rows * share),
    };
  });

/** An empty day. */
export const addDay = async (sql: Sql, name: string, bounds: Bounds): Promise<void> => {
  await sql.query(createDay(name));
  await sql.query(keyDay(name));
  await sql.query(attachDay(name, ...bounds));
};

/** Indexes are made last: many times faster than to keep them while rows come. */
export const growInbox = async (sql: Sql, days: readonly DayOfInbox[]): Promise<void> => {
  for (const { name, bounds, beginMs, endMs, rows } of days) {
    await sql.query(createDay(name));
    await sql.query(fillDay(name), [rows, beginMs, endMs]);
    await sql.query(keyDay(name));
    await sql.query(attachDay(name, ...bounds));
  }
};
