import { isOperationalError, type Clock } from '@outcry/kernel';
import type { Finding, Invariant } from '@outcry/messaging';

/** A failure's stable name. */
export const codeOf = (error: unknown): string =>
  isOperationalError(error) ? error.code : 'defect';

export const DATABASE_ANSWERS: Invariant = {
  name: 'database_answers',
  runbook: 'database-unreachable',
  look: (database) =>
    database.query('SELECT 1').then(
      () => [],
      (error: unknown) => [{ subject: 'database', detail: codeOf(error) }],
    ),
};

/** What a database says when it cannot take writes, whoever writes. */
const REFUSES_WRITES: ReadonlySet<string> = new Set([
  'disk_full',
  'database_read_only',
  'database_io_error',
]);

/** After the last refusal; background work writes every second. */
const REMEMBERED_MS = 30_000;

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

/** Every invariant that the chassis itself can look after: for documents and alerts. */
export const chassisInvariants = (): readonly Invariant[] => [
  DATABASE_ANSWERS,
  writeTrouble({ nowMs: () => 0 }).invariant,
  redisAnswers({ ping: () => Promise.resolve('PONG') }),
];

export const redisAnswers = (redis: { readonly ping: () => Promise<unknown> }): Invariant => ({
  name: 'redis_answers',
  runbook: 'redis-lost',
  needsNoDatabase: true,
  look: () =>
    redis.ping().then(
      () => [],
      () => [{ subject: 'redis', detail: 'does not answer: live updates poll, limits let pass' }],
    ),
});
