import { deliveredBy, drainedBy, drainedColdBy } from './debezium-figures';
import type { Measured } from './harness-process';

const drain = (rate: number, more: Partial<Measured> = {}): Measured => ({
  ...{ test: 'drain', payloadBytes: 450, rowsPerTx: 1, lost: 0, rate },
  ...more,
});
const steady = (p50: number, more: Partial<Measured> = {}): Measured => ({
  ...{ test: 'steady', perSecond: 1_000, rowsPerTx: 1, lost: 0, p50, p99: 3 * p50 },
  ...more,
});

describe("Debezium's figures", () => {
  it('are the medians of each payload, without warm-ups and transactions of many rows', () => {
    const measured = [
      { test: 'idle' },
      drain(1, { label: 'warm-up 1' }),
      ...[40, 60, 50].map((rate) => drain(rate)),
      drain(9, { rowsPerTx: 100 }),
      drain(20, { payloadBytes: 2_000 }),
    ];
    expect(drainedBy(measured)).toEqual([
      { payloadBytes: 450, perSecond: 50 },
      { payloadBytes: 2_000, perSecond: 20 },
    ]);
  });

  it('are those of the first backlog of each start for a cold JVM', () => {
    const starts = [3, 1, 2].map((rate) => [
      drain(rate, { label: 'warm-up 1' }),
      drain(99, { label: 'warm-up 2' }),
    ]);
    expect(drainedColdBy(starts)).toBe(2);
  });

  it('are the medians of each rate for what is delivered', () => {
    const measured = [steady(2), steady(4), steady(3), steady(7, { perSecond: 5_000 })];
    expect(deliveredBy(measured)).toEqual([
      { perSecond: 1_000, p50: 3, p99: 9 },
      { perSecond: 5_000, p50: 7, p99: 21 },
    ]);
  });

  it.each([
    ['drained', () => drainedBy([drain(1, { lost: 1 })])],
    ['delivered', () => deliveredBy([steady(1, { lost: 1 })])],
  ])('are none when events were lost while they were %s', (_, figures) => {
    expect(figures).toThrow('Debezium lost 1 events');
  });
});
