import type { Sql } from '@outcry/messaging';
import { NEXT_DUE } from './due.sql';

const SOON_MS = 250;
/** How often a sweeper looks when it knows of nothing that is due soon. */
export const IDLE_MS = 1_000;

/**
 * Milliseconds until a sweeper that has caught up should look again: at most 250 while something is
 * due within a second, or while an auction goes by a set clock, which another replica may set. What
 * else a set clock may make due, deadlines of settlements above all, can wait for a second.
 */
export const nextLookMs = async (sql: Sql): Promise<number> => {
  const { rows } = await sql.query<{ in_ms: number | null; by_set_clock: boolean }>(NEXT_DUE);
  const { in_ms: inMs = null, by_set_clock: bySetClock = false } = rows[0] ?? {};
  if (bySetClock) return SOON_MS;
  if (inMs === null || inMs >= IDLE_MS) return IDLE_MS;
  return Math.min(Math.max(inMs, 1), SOON_MS);
};
