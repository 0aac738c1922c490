import { median } from '../report/statistics';
import type { Measured } from './harness-process';

/** A backlog of one payload's size, drained by a JVM that is warm, in events/s. */
export type Drained = { readonly payloadBytes: number; readonly perSecond: number };
/** Events under way from the acknowledged commit to a consumer's hands, in ms. */
export type Delivered = { readonly perSecond: number; readonly p50: number; readonly p99: number };

const WARM_UP = 'warm-up';

const figure = (rows: readonly Measured[], name: 'rate' | 'p50' | 'p99'): number =>
  median(rows.map((row) => row[name] ?? Number.NaN));

const groupsBy = (
  rows: readonly Measured[],
  name: 'payloadBytes' | 'perSecond',
): ReadonlyMap<number, readonly Measured[]> => Map.groupBy(rows, (row) => row[name] ?? Number.NaN);

const checkNoneLost = (rows: readonly Measured[]): void => {
  const lost = rows.reduce((sum, row) => sum + (row.lost ?? 0), 0);
  // A rival that loses events is no rival; nor is a harness that lost its way.
  if (lost > 0) throw new Error(`Debezium lost ${lost} events`);
};

/** Medians over the runs of each payload's size, one row in each transaction. */
export const drainedBy = (measured: readonly Measured[]): readonly Drained[] => {
  const rows = measured.filter(
    ({ test, label, rowsPerTx }) => test === 'drain' && label === undefined && rowsPerTx === 1,
  );
  checkNoneLost(rows);
  return [...groupsBy(rows, 'payloadBytes')].map(([payloadBytes, runs]) => ({
    ...{ payloadBytes, perSecond: figure(runs, 'rate') },
  }));
};

/** What the first backlog after the start of a JVM was drained at, in events/s. */
export const drainedColdBy = (starts: readonly (readonly Measured[])[]): number =>
  figure(
    starts.flatMap((measured) => measured.find(({ label }) => label === `${WARM_UP} 1`) ?? []),
    'rate',
  );

export const deliveredBy = (measured: readonly Measured[]): readonly Delivered[] => {
  const rows = measured.filter(({ test, label }) => test === 'steady' && label === undefined);
  checkNoneLost(rows);
  return [...groupsBy(rows, 'perSecond')].map(([perSecond, runs]) => ({
    ...{ perSecond, p50: figure(runs, 'p50'), p99: figure(runs, 'p99') },
  }));
};
