import type { PartitionBatch } from '../../transport/transport';
import type { Pace } from '../effect/pace';
import type { Delivery } from './delivery';
import { runPartition, type PartitionWork } from './partition-run';

const batchOf = (keys: string, over: Partial<PartitionBatch> = {}) => {
  const done: bigint[] = [];
  const batch: PartitionBatch = {
    topic: 't',
    partition: 0,
    records: [...keys].map((key, place) => ({ key, offset: BigInt(place) })) as never,
    highWatermark: BigInt(keys.length),
    done: (offset) => void done.push(offset),
    heartbeat: () => Promise.resolve(),
    isStale: () => false,
    ...over,
  };
  return { batch, done };
};
const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

const workOf = (
  run: (deliveries: readonly Delivery[], pace: Pace) => Promise<void>,
  over: Partial<PartitionWork> = {},
): PartitionWork => ({
  run: (records, pace) =>
    run(
      records.map((record) => ({ record, key: record.key ?? '' }) as unknown as Delivery),
      pace,
    ),
  maxBatch: 2,
  maxConcurrency: 2,
  heartbeatIntervalMs: 5,
  isStopping: () => false,
  onDefect: (error) => {
    throw error as Error;
  },
  finished: () => undefined,
  ...over,
});
const keysOf = (deliveries: readonly Delivery[]) => deliveries.map(({ key }) => key).join('');

describe('a partition run', () => {
  it('runs keys side by side, each in order, in slices', async () => {
    const { batch, done } = batchOf('abab');
    const seen: string[] = [];
    const run = async (deliveries: readonly Delivery[], pace: Pace) => {
      seen.push(`+${keysOf(deliveries)}`);
      await tick();
      seen.push(`-${keysOf(deliveries)}`);
      pace.finished(deliveries);
    };
    await runPartition(batch, workOf(run));
    expect(seen.slice(0, 2)).toEqual(['+aa', '+bb']);
    expect(done.at(-1)).toBe(3n);
  });

  it.each([
    ['as few as hold the records in full batches', 'abc', 10, ['abc']],
    ['no more than may run at once', 'abcd', 1, ['a', 'b', 'c', 'd']],
  ])('uses %s', async (_how, keys, maxBatch, wanted) => {
    const seen: string[] = [];
    let running = 0;
    let most = 0;
    const run = async (deliveries: readonly Delivery[], pace: Pace) => {
      seen.push(keysOf(deliveries));
      running += 1;
      most = Math.max(most, running);
      await tick();
      running -= 1;
      pace.finished(deliveries);
    };
    await runPartition(batchOf(keys).batch, workOf(run, { maxBatch, maxConcurrency: 2 }));
    expect(seen.sort()).toEqual(wanted);
    expect(most).toBe(Math.min(2, wanted.length));
  });

  it('marks only the lowest unfinished prefix as done', async () => {
    const { batch, done } = batchOf('abab');
    let finishA: () => void = () => undefined;
    const run = async (deliveries: readonly Delivery[], pace: Pace) => {
      if (keysOf(deliveries) === 'aa') {
        await new Promise<void>((resolve) => {
          finishA = resolve;
        });
      }
      pace.finished(deliveries);
    };
    const running = runPartition(batch, workOf(run));
    await tick();
    expect(done).toEqual([]);
    finishA();
    await running;
    expect(done).toEqual([3n]);
  });

  it.each([
    ['the partition is lost', () => ({ batch: { isStale: () => true } })],
    ['the consumer stops', () => ({ work: { isStopping: () => true } })],
  ])('starts nothing new once %s', async (_why, over) => {
    const { batch: batchOver = {}, work = {} } = over() as {
      batch?: Partial<PartitionBatch>;
      work?: Partial<PartitionWork>;
    };
    const run = jest.fn(() => Promise.resolve());
    await runPartition(batchOf('aaaa', batchOver).batch, workOf(run, work));
    expect(run).not.toHaveBeenCalled();
  });

  it('keeps its membership alive during long work, and stops when that is lost', async () => {
    let beats = 0;
    const heartbeat = () => {
      beats += 1;
      return beats < 3 ? Promise.resolve() : Promise.reject(new Error('lost'));
    };
    const { batch, done } = batchOf('aaaaaa', { heartbeat });
    const run = jest.fn(async (deliveries: readonly Delivery[], pace: Pace) => {
      while (!pace.isStale()) await tick();
      pace.finished(deliveries);
    });
    await runPartition(batch, workOf(run));
    expect(run).toHaveBeenCalledTimes(1);
    expect(done).toEqual([1n]);
    const ended = beats;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(beats).toBe(ended);
  });

  it('tells of an unexpected error, and marks nothing done after it', async () => {
    const { batch, done } = batchOf('ab');
    const onDefect = jest.fn();
    const run = async (deliveries: readonly Delivery[], pace: Pace) => {
      if (keysOf(deliveries) === 'a') throw new Error('unexpected');
      await tick();
      pace.finished(deliveries);
    };
    await runPartition(batch, workOf(run, { maxBatch: 1, onDefect }));
    expect(onDefect).toHaveBeenCalledTimes(1);
    expect(done).toEqual([]);
  });
});
