import { OperationalError } from '@outcry/kernel';
import type { EachBatchPayload } from 'kafkajs';
import { silentLog } from '../../../telemetry';
import { batchOf } from '../../../../test/record-batches';
import type { PartitionBatch } from '../../transport';
import { readRecordSet } from '../fetch/record-set';
import { eachBatch, type BatchContext } from './each-batch';
import { partitionPositions } from './partition-positions';

const lost = new OperationalError('kafka_unknown_member_id', 'lost', { retryable: true });

/** As kafkajs decodes what is compressed. */
const byKafkajs: readonly object[] = [7, 8].map((offset) => ({
  offset: String(offset),
  key: Buffer.from('key'),
  value: offset === 8 ? null : Buffer.from('value'),
  headers: { one: Buffer.from('1'), two: ['a', 'b'], three: Buffer.from('ü') },
  timestamp: '1700000000000',
}));

describe('a batch of kafkajs', () => {
  let resolved: string[];
  let commits: number;
  let beats: number;
  let beat: () => Promise<void>;
  let running: boolean;
  let stale: boolean;
  let generation: number;
  let errors: string[];
  let context: Omit<BatchContext, 'onBatch'>;
  beforeEach(() => {
    [resolved, commits, beats, errors] = [[], 0, 0, []];
    [running, stale, generation] = [true, false, 1];
    beat = async () => undefined;
    const positions = partitionPositions(() => 0);
    positions.assign(['p.topic/2']);
    context = {
      prefix: 'p.',
      heartbeatMs: 5,
      positions,
      commits: { ended: async () => void (commits += 1) },
      log: { ...silentLog, error: (_fields, text) => void errors.push(text) },
      generation: () => generation,
    };
  });

  const payload = (messages = byKafkajs): EachBatchPayload =>
    ({
      batch: {
        topic: 'p.topic',
        partition: 2,
        highWatermark: '20',
        messages,
      },
      resolveOffset: (offset: string) => void resolved.push(offset),
      heartbeat: () => {
        beats += 1;
        return beat();
      },
      isRunning: () => running,
      isStale: () => stale,
    }) as unknown as EachBatchPayload;
  const run = async (onBatch: (batch: PartitionBatch) => Promise<void>): Promise<void> => {
    let failure: unknown;
    const watched = (batch: PartitionBatch): Promise<void> =>
      onBatch(batch).catch((error: unknown) => {
        failure = error;
      });
    await eachBatch({ ...context, onBatch: watched })(payload());
    // An expectation that failed inside is the test's failure, not the batch's.
    if (failure !== undefined) throw failure as Error;
  };
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  it('is handed on in plain terms, without the prefix', async () => {
    await run(async (batch) => {
      expect(batch).toMatchObject({ topic: 'topic', partition: 2, highWatermark: 20n });
      expect(batch.records[0]).toEqual({
        topic: 'topic',
        partition: 2,
        offset: 7n,
        key: 'key',
        value: Buffer.from('value'),
        headers: { one: '1', two: 'a', three: 'ü' },
        timestampMs: 1_700_000_000_000,
      });
      expect(batch.records[1]?.value).toBeNull();
      expect(context.positions.lag()).toBe(13n);
      batch.done(8n);
    });
    expect(resolved).toEqual(['8']);
    expect(context.positions.lag()).toBe(11n);
  });

  it('is handed on as it was fetched where its records were read here', async () => {
    const record = { key: Buffer.from('key'), value: Buffer.from('value'), headers: { a: '1' } };
    const fetched = readRecordSet(await batchOf({ firstOffset: 7n, records: [record] })) ?? [];
    const seen: object[] = [];
    const onBatch = async ({ records }: PartitionBatch): Promise<void> => {
      for (const { topic, partition, offset, key, value, headers } of records) {
        seen.push({ topic, partition, offset, key, value: value?.toString(), headers });
      }
    };
    await eachBatch({ ...context, onBatch })(payload(fetched));
    const expected = { topic: 'topic', partition: 2, offset: 7n, key: 'key', value: 'value' };
    expect(seen).toEqual([{ ...expected, headers: { a: '1' } }]);
    expect(context.positions.lag()).toBe(13n);
  });

  it('resolves offsets forward only', async () => {
    await run(async (batch) => {
      batch.done(8n);
      batch.done(7n);
      batch.done(8n);
    });
    expect(resolved).toEqual(['8']);
  });

  it('beats and commits by timer, however long the work takes', async () => {
    await run(async (batch) => {
      while (commits < 3) await pause(2);
      expect(batch.isStale()).toBe(false);
      batch.done(8n);
    });
    expect(beats).toBeGreaterThanOrEqual(3);
    const after = beats;
    await pause(30);
    expect(beats).toBe(after);
  });

  it('is stale, and its heartbeat rejects, once the member is unknown', async () => {
    beat = () => Promise.reject(lost);
    await run(async (batch) => {
      while (!batch.isStale()) await pause(1);
      const count = beats;
      await expect(batch.heartbeat()).rejects.toBe(lost);
      expect(beats).toBe(count);
      // What was really done may still be committed: the generation is the same.
      batch.done(7n);
    });
    expect(resolved).toEqual(['7']);
  });

  it('survives a heartbeat that failed for another reason', async () => {
    beat = () => Promise.reject(new Error('the connection was lost'));
    await run(async (batch) => {
      await expect(batch.heartbeat()).resolves.toBeUndefined();
      expect(batch.isStale()).toBe(false);
      batch.done(8n);
    });
  });

  it('marks nothing done in a later generation', async () => {
    await run(async (batch) => {
      generation = 2;
      expect(batch.isStale()).toBe(true);
      batch.done(8n);
    });
    expect(resolved).toEqual([]);
  });

  it.each<[string, () => void]>([
    ['the client stops', () => (running = false)],
    ['the client seeks', () => (stale = true)],
  ])('is stale when %s', async (_name, act) => {
    await run(async (batch) => {
      act();
      expect(batch.isStale()).toBe(true);
    });
  });

  it('rests before it is delivered again when nothing of it was done', async () => {
    const restMs = async (onBatch: (batch: PartitionBatch) => Promise<void>): Promise<number> => {
      const delays = jest.spyOn(globalThis, 'setTimeout');
      await run(onBatch);
      const longest = Math.max(0, ...delays.mock.calls.map(([, ms]) => ms ?? 0));
      delays.mockRestore();
      return longest;
    };
    expect(await restMs(async () => undefined)).toBe(100);
    expect(await restMs(async (batch) => batch.done(0n))).toBe(0);
    stale = true;
    expect(await restMs(async () => undefined)).toBe(0);
  });

  it('never throws into the client', async () => {
    const onBatch = (): Promise<void> => Promise.reject(new Error('a bug'));
    await expect(eachBatch({ ...context, onBatch })(payload())).resolves.toBeUndefined();
    expect(errors).toEqual(['a batch handler threw; its records come again']);
  });
});
