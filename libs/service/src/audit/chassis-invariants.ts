import type { Clock } from '@outcry/kernel';
import type { Finding, Invariant } from '@outcry/messaging';
import type { Redis } from 'ioredis';

/** What a database says when it cannot take writes, whoever writes. */
const REFUSES_WRITES: ReadonlySet<string> = new Set([
  'disk_full',
  'database_read_only',
  'database_io_error',
]);

/** After the last refusal; background work writes every second. */
const REMEMBERED_MS = 60_000;

/** Learns from the service's own statements whether its database still takes writes. */
export type WriteTrouble = {
  readonly note: (code: string) => void;
  readonly invariant: Invariant;
};

export const writeTrouble = (clock: Clock): WriteTrouble => {
  let last: { readonly code: string; readonly atMs: number } | undefined;
  let since: Date | undefined;
  return {
    note: (code) => {
      if (!REFUSES_WRITES.has(code)) return;
      const nowMs = clock.nowMs();
      if (last === undefined || nowMs - last.atMs > REMEMBERED_MS) since = new Date(nowMs);
      last = { code, atMs: nowMs };
    },
    invariant: {
      name: 'database_takes_writes',
      runbook: 'database-full',
      needsNoDatabase: true,
      look: async (): Promise<Finding[]> =>
        last === undefined || clock.nowMs() - last.atMs > REMEMBERED_MS
          ? []
          : [{ subject: 'database', detail: last.code, since: since ?? null }],
    },
  };
};

export const redisAnswers = (redis: Pick<Redis, 'ping'>): Invariant => ({
  name: 'redis_answers',
  runbook: 'redis-lost',
  needsNoDatabase: true,
  look: () =>
    redis.ping().then(
      () => [],
      () => [{ subject: 'redis', detail: 'does not answer: live updates poll, limits let pass' }],
    ),
});
