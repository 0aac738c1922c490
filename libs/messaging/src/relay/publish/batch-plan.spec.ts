import fc from 'fast-check';
import { planBatches, rowBytes } from './batch-plan';
import type { PendingRow } from './pending.sql';

const row = (position: number, more: Partial<PendingRow> = {}): PendingRow => ({
  position: String(position),
  topic: 't',
  key: 'k',
  headers: '{}',
  payload: '',
  createdMs: 0,
  parked: false,
  ...more,
});
/** A row of exactly so many bytes. */
const sized = (position: number, bytes: number, more: Partial<PendingRow> = {}): PendingRow => {
  const empty = row(position, more);
  return { ...empty, payload: 'x'.repeat(bytes - rowBytes(empty)) };
};
const positions = (batches: readonly (readonly PendingRow[])[]): string[][] =>
  batches.map((batch) => batch.map(({ position }) => position));

describe('the size of a row', () => {
  it('counts key, headers and payload as UTF-8, and the format around them', () => {
    expect(rowBytes(row(1, { key: 'ü', headers: '{"a":"ß"}', payload: '€' }))).toBe(
      2 + 10 + 3 + 64,
    );
    expect(rowBytes(row(1, { payload: null }))).toBe(1 + 2 + 64);
  });
});

describe('the plan of batches', () => {
  const limits = { maxBatchBytes: 1_000, maxPartitionBytes: 400 };
  const byKey = (_topic: string, key: string): number => Number(key);

  it('is one batch while everything fits, to the byte', () => {
    const rows = [1, 2, 3, 4, 5].map((at) => sized(at, 200, { key: String(at) }));
    expect(positions(planBatches(rows, limits, byKey))).toEqual([['1', '2', '3', '4', '5']]);
  });

  it('ends a batch before its bytes exceed the limit', () => {
    const rows = [1, 2, 3, 4, 5, 6].map((at) => sized(at, 201, { key: String(at) }));
    expect(positions(planBatches(rows, limits, byKey))).toEqual([
      ['1', '2', '3', '4'],
      ['5', '6'],
    ]);
  });

  it('ends a batch before those of a partition do', () => {
    const rows = [1, 2, 3].map((at) => sized(at, 200, { key: '0' }));
    expect(positions(planBatches(rows, limits, byKey))).toEqual([['1', '2'], ['3']]);
  });

  it('counts partitions of different topics apart', () => {
    const rows = [1, 2, 3, 4].map((at) => sized(at, 200, { key: '0', topic: `t${at % 2}` }));
    expect(planBatches(rows, limits, byKey)).toHaveLength(1);
  });

  it('leaves an oversized row alone, and keeps the order around it', () => {
    const rows = [sized(1, 90), sized(2, 5_000), sized(3, 90), sized(4, 90)];
    expect(positions(planBatches(rows, limits, () => 0))).toEqual([['1'], ['2'], ['3', '4']]);
  });

  it('begins a batch with the count of its first row only', () => {
    const rows = [1, 2, 3, 4, 5].map((at) => sized(at, 200, { key: '0' }));
    expect(positions(planBatches(rows, limits, byKey))).toEqual([['1', '2'], ['3', '4'], ['5']]);
  });

  it('is empty for nothing', () => {
    expect(planBatches([], limits, byKey)).toEqual([]);
  });

  it('loses and moves nothing, and exceeds a limit only by a row alone', () => {
    const sizes = fc.array(fc.record({ bytes: fc.integer({ min: 70, max: 700 }), key: fc.nat(3) }));
    fc.assert(
      fc.property(sizes, (given) => {
        const rows = given.map(({ bytes, key }, at) => sized(at, bytes, { key: String(key) }));
        const batches = planBatches(rows, limits, byKey);
        expect(batches.flat()).toEqual(rows);
        for (const batch of batches.filter(({ length }) => length > 1)) {
          const sum = (some: readonly PendingRow[]): number =>
            some.reduce((bytes, one) => bytes + rowBytes(one), 0);
          expect(sum(batch)).toBeLessThanOrEqual(limits.maxBatchBytes);
          for (const key of ['0', '1', '2', '3']) {
            const part = sum(batch.filter((one) => one.key === key));
            expect(part).toBeLessThanOrEqual(limits.maxPartitionBytes);
          }
        }
      }),
    );
  });
});
