import { OperationalError } from '@outcry/kernel';
import type { Database, Finding, Invariant } from '@outcry/messaging';
import { silentLogger } from '../telemetry/logger';
import { createAuditor } from './auditor';
import { redisAnswers, writeTrouble } from './chassis-invariants';

const AT = Date.parse('2026-11-21T12:00:00.000Z');
const refuse = () => Promise.reject(new Error('not needed'));
const sound: Database = { query: async () => ({ rows: [], rowCount: 0 }), transact: refuse };

/** An auditor whose invariants find what the test says, at the time it says. */
const audited = (invariants: readonly Invariant[], database: Database = sound) => {
  const time = { nowMs: AT };
  const gauges: Record<string, number> = {};
  const counts: string[] = [];
  const auditor = createAuditor({
    ...{ invariants, database, log: silentLogger(), clock: { nowMs: () => time.nowMs } },
    metrics: {
      gauge: (name, value, { invariant = '' }) => {
        if (name === 'outcry_invariant_violations') gauges[invariant] = value;
      },
      count: (name, { invariant = '' }) => void counts.push(`${name} ${invariant}`),
      record: () => undefined,
    },
  });
  const of = (name: string) =>
    auditor.report().invariants.find(({ invariant }) => invariant === name);
  return { auditor, time, gauges, counts, of };
};

const finding = (look: () => readonly Finding[], more: Partial<Invariant> = {}): Invariant => ({
  ...{ name: 'books_balance', runbook: 'ledger-imbalance', look: async () => look() },
  ...more,
});

describe('an auditor', () => {
  it('tells what does not hold, since when, and which runbook applies; then that it holds', async () => {
    let found: readonly Finding[] = [{ subject: 'USD/2', detail: 'sides differ' }];
    const { auditor, time, gauges, of } = audited([finding(() => found)]);
    await auditor.look();
    time.nowMs += 5_000;
    await auditor.look();
    expect(of('books_balance')).toEqual({
      invariant: 'books_balance',
      ok: false,
      since: '2026-11-21T12:00:00.000Z',
      checkedAt: '2026-11-21T12:00:05.000Z',
      violations: 1,
      detail: ['USD/2: sides differ'],
      runbook: 'ledger-imbalance',
    });
    expect([auditor.report().ok, gauges]).toEqual([
      false,
      { database_answers: 0, books_balance: 1 },
    ]);
    found = [];
    await auditor.look();
    expect(of('books_balance')).toMatchObject({ ok: true, since: null, violations: 0, detail: [] });
    expect([auditor.report().ok, gauges['books_balance']]).toEqual([true, 0]);
  });

  it('believes the data about since when', async () => {
    const since = new Date(AT - 60_000);
    const { auditor, of } = audited([finding(() => [{ subject: 'a', detail: 'b', since }])]);
    await auditor.look();
    expect(of('books_balance')?.since).toBe(since.toISOString());
  });

  it('tells of a passing thing only once it has lasted', async () => {
    const since = new Date(AT - 60_000);
    const { auditor, time, of } = audited([
      finding(() => [{ subject: 'a', detail: 'late', since }], { lastingMs: 10_000 }),
    ]);
    for (const [afterMs, ok] of [
      [0, true],
      [9_999, true],
      [10_000, false],
    ] as const) {
      time.nowMs = AT + afterMs;
      await auditor.look();
      expect([afterMs, of('books_balance')?.ok]).toEqual([afterMs, ok]);
    }
  });

  it('says so when it cannot look, and counts it', async () => {
    const failing = new OperationalError('statement_timeout', 'slow', { retryable: true });
    const { auditor, counts, of } = audited([
      finding(() => {
        throw failing;
      }),
    ]);
    await auditor.look();
    expect(of('books_balance')).toMatchObject({
      ok: false,
      detail: ['could not be looked at: statement_timeout'],
      checkedAt: null,
    });
    expect(counts).toEqual(['outcry_invariant_check_failures_total books_balance']);
  });

  it('asks nothing more of a database that does not answer, and all else goes on', async () => {
    const lost = new OperationalError('connection_lost', 'gone', { retryable: true });
    let asked = 0;
    const { auditor, of } = audited(
      [
        finding(() => [{ subject: `look ${(asked += 1)}`, detail: '' }]),
        finding(() => [{ subject: 'redis', detail: 'away' }], {
          ...{ name: 'redis_answers', needsNoDatabase: true },
        }),
      ],
      { query: () => Promise.reject(lost), transact: refuse },
    );
    await auditor.look();
    expect(asked).toBe(0);
    expect(of('database_answers')?.detail).toEqual(['database: connection_lost']);
    expect(of('redis_answers')?.ok).toBe(false);
  });

  it('shares one look between those who ask meanwhile', async () => {
    let looks = 0;
    const { auditor } = audited([finding(() => ((looks += 1), []))]);
    await Promise.all([auditor.look(), auditor.look()]);
    expect(looks).toBe(1);
  });
});

describe('what the chassis looks after', () => {
  it('is whether the database takes writes, as the service’s statements learn', async () => {
    const time = { nowMs: AT };
    const { note, invariant } = writeTrouble({ nowMs: () => time.nowMs });
    note('deadlock_detected');
    expect(await invariant.look(sound)).toEqual([]);
    note('disk_full');
    time.nowMs += 30_000;
    note('disk_full');
    time.nowMs += 30_000;
    expect(await invariant.look(sound)).toEqual([
      { subject: 'database', detail: 'disk_full', since: new Date(AT) },
    ]);
    time.nowMs += 1;
    expect(await invariant.look(sound)).toEqual([]);
  });

  it.each([
    ['answers', () => Promise.resolve('PONG' as const), 0],
    ['is away', () => Promise.reject(new Error('closed')), 1],
  ])('is whether Redis %s', async (_what, ping, findings) => {
    expect(await redisAnswers({ ping }).look(sound)).toHaveLength(findings);
  });
});
