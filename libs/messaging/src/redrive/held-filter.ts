/** Which held messages an operation is about; every named field must match. */
export type HeldFilter = {
  readonly consumer?: string;
  readonly topic?: string;
  readonly key?: string;
  readonly eventId?: string;
  readonly type?: string;
  readonly cause?: string;
  readonly state?: 'waiting' | 'queued' | 'dead';
  /** Held for at least so long. */
  readonly olderThanMs?: number;
};

const COLUMNS = {
  consumer: 'consumer',
  topic: 'topic',
  key: 'key',
  eventId: 'event_id',
  type: 'type',
  cause: 'cause',
  state: 'state',
} as const;

/** The filter as a condition over held_message, its values from `$1` on. */
export const whereOf = (filter: HeldFilter): { text: string; values: unknown[] } => {
  const conditions = [`state <> 'settled'`];
  const values: unknown[] = [];
  for (const [field, column] of Object.entries(COLUMNS)) {
    const value = filter[field as keyof typeof COLUMNS];
    if (value === undefined) continue;
    values.push(value);
    conditions.push(`${column} = $${values.length}`);
  }
  if (filter.olderThanMs !== undefined) {
    values.push(filter.olderThanMs);
    conditions.push(
      `held_at <= clock_timestamp() - make_interval(secs => $${values.length}::numeric / 1000)`,
    );
  }
  return { text: conditions.join(' AND '), values };
};
