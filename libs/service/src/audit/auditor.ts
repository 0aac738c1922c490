import type { Database, Finding, Invariant } from '@outcry/messaging';
import type { Clock } from '@outcry/kernel';
import { codeOf, DATABASE_ANSWERS } from './chassis-invariants';
import type { Logger } from '../telemetry/logger';
import type { ServiceMetrics } from '../telemetry/metrics';

/** How an invariant was found when it was last looked at. */
export type AuditedInvariant = {
  readonly invariant: string;
  readonly ok: boolean;
  /** Since when it does not hold, ISO 8601; null while it holds. */
  readonly since: string | null;
  /** Null until it has been looked at once. */
  readonly checkedAt: string | null;
  readonly violations: number;
  /** The first few things at fault, or why they could not be looked at. */
  readonly detail: readonly string[];
  /** A file of docs/runbooks. */
  readonly runbook: string;
};

export type AuditReport = {
  readonly ok: boolean;
  readonly invariants: readonly AuditedInvariant[];
};

/**
 * One look at every invariant, one after the other; a look that is under way is shared. Each keeps
 * what it last found: with the database away only the checks that do without it are looked at.
 */
export type Auditor = {
  readonly look: () => Promise<void>;
  readonly report: () => AuditReport;
};

export type AuditorOptions = {
  readonly invariants: readonly Invariant[];
  /** Absent for a service without a database. */
  readonly database?: Database | undefined;
  readonly log: Logger;
  readonly metrics: ServiceMetrics;
  readonly clock: Clock;
};

const TOLD = 5;

/** What is known of one invariant between two looks. */
type Watched = {
  readonly invariant: Invariant;
  /** When each subject was first found here, ms since the epoch. */
  firstFound: ReadonlyMap<string, number>;
  current: AuditedInvariant;
};

const watch = (invariant: Invariant): Watched => ({
  invariant,
  firstFound: new Map(),
  current: {
    ...{ invariant: invariant.name, ok: true, since: null, checkedAt: null },
    ...{ violations: 0, detail: [], runbook: invariant.runbook },
  },
});

const iso = (ms: number): string => new Date(ms).toISOString();

/** Takes over what was found; what has not lasted long enough is remembered, not told. */
const take = (watched: Watched, findings: readonly Finding[], nowMs: number): void => {
  const { firstFound: before, invariant } = watched;
  const firstFoundMs = (subject: string): number => before.get(subject) ?? nowMs;
  const lasting = findings.filter(
    ({ subject }) => nowMs - firstFoundMs(subject) >= (invariant.lastingMs ?? 0),
  );
  const since = Math.min(
    ...lasting.map(({ subject, since: told }) => told?.getTime() ?? firstFoundMs(subject)),
  );
  watched.firstFound = new Map(findings.map(({ subject }) => [subject, firstFoundMs(subject)]));
  watched.current = {
    ...watched.current,
    ok: lasting.length === 0,
    since: lasting.length === 0 ? null : iso(since),
    checkedAt: iso(nowMs),
    violations: lasting.length,
    detail: lasting.slice(0, TOLD).map(({ subject, detail }) => `${subject}: ${detail}`),
  };
};

const failed = (watched: Watched, error: unknown, nowMs: number): void => {
  const { current } = watched;
  const detail = [`could not be looked at: ${codeOf(error)}`];
  watched.current = { ...current, ok: false, since: current.since ?? iso(nowMs), detail };
};

const refuse = (): Promise<never> => Promise.reject(new Error('this service has no database'));
const noDatabase: Database = { query: refuse, transact: refuse };

export const createAuditor = (options: AuditorOptions): Auditor => {
  const { database, log, metrics, clock } = options;
  const all = [...(database === undefined ? [] : [DATABASE_ANSWERS]), ...options.invariants].map(
    watch,
  );
  let running: Promise<void> | undefined;

  const tell = (
    { current: { invariant, ok, violations, detail, runbook } }: Watched,
    was: boolean,
  ) => {
    metrics.gauge('outcry_invariant_violations', violations, { invariant });
    if (ok === was) return;
    if (ok) log.info({ invariant }, 'an invariant holds again');
    else log.error({ invariant, detail, runbook }, 'an invariant does not hold');
  };

  const lookAt = async (watched: Watched): Promise<void> => {
    const { name } = watched.invariant;
    const was = watched.current.ok;
    try {
      const findings = await watched.invariant.look(database ?? noDatabase);
      take(watched, findings, clock.nowMs());
      const seconds = Math.floor(clock.nowMs() / 1_000);
      metrics.gauge('outcry_invariant_checked_timestamp_seconds', seconds, { invariant: name });
    } catch (error) {
      failed(watched, error, clock.nowMs());
      metrics.count('outcry_invariant_check_failures_total', { invariant: name });
    }
    tell(watched, was);
  };

  const isAway = (): boolean =>
    all.some(({ invariant, current }) => invariant === DATABASE_ANSWERS && !current.ok);

  const lookAtAll = async (): Promise<void> => {
    for (const watched of all) {
      const asks = watched.invariant !== DATABASE_ANSWERS && !watched.invariant.needsNoDatabase;
      if (asks && isAway()) continue;
      await lookAt(watched);
    }
  };

  return {
    look: () => (running ??= lookAtAll().finally(() => (running = undefined))),
    report: () => {
      const invariants = all.map(({ current }) => current);
      return { ok: invariants.every(({ ok }) => ok), invariants };
    },
  };
};
