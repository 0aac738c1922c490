import { OperationalError } from '@outcry/kernel';
import { noMetrics, silentLog } from '../../telemetry';
import type { TopicRecords } from '../../transport/transport';
import type { PendingRow } from './pending.sql';
import { drainShard, type DrainContext } from './shard-drain';
import { topicRests } from './topic-rests';

const refusal = new OperationalError('kafka_invalid_record', 'refused', { retryable: false });
const missing = new OperationalError('kafka_unknown_topic_or_partition', 'no such topic', {
  retryable: true,
});
const timeout = new OperationalError('kafka_timeout', 'no answer', { retryable: true });

/** Lets everything that is ready to run do so. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('draining a shard', () => {
  let table: PendingRow[];
  let filled: number;
  let parkedKeys: Set<string>;
  let parked: { position: string; cause: string | null }[];
  let reads: { inHand: readonly string[]; found: string[] }[];
  let removals: string[][];
  let sent: string[][];
  let isOurs: boolean;
  let active: boolean;
  let wakes: number;
  let onSend: (values: string[]) => Promise<void>;
  let onRemove: () => Promise<void>;
  let counts: string[];
  let logged: string[];
  beforeEach(() => {
    [table, parked, reads, removals, sent, counts, logged] = [[], [], [], [], [], [], []];
    parkedKeys = new Set();
    filled = 0;
    [isOurs, active, wakes] = [true, true, 0];
    onSend = async () => undefined;
    onRemove = async () => undefined;
  });

  const fill = (count: number, keyOf: (at: number) => string = () => 'k'): void => {
    for (let added = 0; added < count; added += 1) {
      filled += 1;
      const at = filled;
      table.push({
        ...{ position: String(at), topic: 't', key: keyOf(at), headers: '{}' },
        ...{ payload: String(at), createdMs: Date.now() - 1_000, parked: false },
      });
    }
  };
  const take = (positions: readonly string[]): void => {
    table = table.filter(({ position }) => !positions.includes(position));
  };
  const context = (more: Partial<DrainContext> = {}): DrainContext => ({
    shard: 3,
    store: {
      read: async (inHand, limit, resting) => {
        const free = table.filter(
          ({ position, topic }) => isOurs && !inHand.includes(position) && !resting.includes(topic),
        );
        const rows = free
          .slice(0, limit)
          .map((row) => ({ ...row, parked: parkedKeys.has(row.key) }));
        reads.push({ inHand, found: rows.map(({ position }) => position) });
        return rows;
      },
      remove: async (positions) => {
        await onRemove();
        if (isOurs) take(positions);
        removals.push([...positions]);
        return isOurs;
      },
      park: async (position, cause) => {
        const row = table.find((one) => one.position === position);
        if (isOurs && row !== undefined) {
          parkedKeys.add(row.key);
          parked.push({ position, cause });
          take([position]);
        }
        return isOurs;
      },
      moveBehind: async (positions) => {
        if (isOurs) {
          parked.push(...positions.map((position) => ({ position, cause: null })));
          take(positions);
        }
        return isOurs;
      },
    },
    sender: {
      send: async (batches: readonly TopicRecords[]) => {
        const values = batches.flatMap(({ records }) => records.map(({ value }) => value ?? ''));
        await onSend(values);
        sent.push(values);
      },
    },
    rests: topicRests(() => 0),
    active: () => active,
    limits: { readRows: 3, maxBatchBytes: 1_000_000, maxPartitionBytes: 1_000_000 },
    partitionOf: () => 0,
    wakes: () => wakes,
    log: { ...silentLog, error: (_fields, text) => void logged.push(text) },
    metrics: { ...noMetrics, count: (name) => void counts.push(name) },
    ...more,
  });

  it('publishes all rows in order, read by read, and deletes each batch', async () => {
    fill(7);
    await drainShard(context());
    expect(sent).toEqual([['1', '2', '3'], ['4', '5', '6'], ['7']]);
    expect(removals).toEqual([['1', '2', '3'], ['4', '5', '6'], ['7']]);
    expect(table).toEqual([]);
  });

  it('ends with the first read that is not full', async () => {
    fill(2);
    await drainShard(context());
    expect(reads).toHaveLength(1);
  });

  it('reads once more after a full read, and after a wake-up during the send', async () => {
    fill(3);
    onSend = async () => {
      if (wakes === 0) fill(1);
      wakes += 1;
    };
    await drainShard(context());
    expect(sent.flat()).toEqual(['1', '2', '3', '4']);
  });

  it('does nothing when nothing is pending', async () => {
    await drainShard(context());
    expect({ sent, removals }).toEqual({ sent: [], removals: [] });
  });

  it('reads ahead while a batch is being sent, without the rows in hand', async () => {
    fill(5);
    let seen: typeof reads = [];
    onSend = async (values) => {
      if (values[0] !== '1') return;
      await settle();
      seen = [...reads];
    };
    await drainShard(context());
    expect(seen).toEqual([
      { inHand: [], found: ['1', '2', '3'] },
      { inHand: ['1', '2', '3'], found: ['4', '5'] },
    ]);
  });

  it('sends a batch while the one before is being deleted, but never deletes two at once', async () => {
    fill(9);
    const order: string[] = [];
    let deleting = 0;
    onSend = async ([first]) => void order.push(`send ${first}`);
    onRemove = async () => {
      deleting += 1;
      expect(deleting).toBe(1);
      await settle();
      await settle();
      deleting -= 1;
      order.push('deleted');
    };
    await drainShard(context());
    expect(order.slice(0, 2)).toEqual(['send 1', 'send 4']);
    expect(table).toEqual([]);
  });

  it('stops between two batches once it is told to, and deletes what was acknowledged', async () => {
    fill(9);
    onSend = async ([first]) => {
      if (first === '4') active = false;
    };
    await drainShard(context());
    expect(sent).toEqual([
      ['1', '2', '3'],
      ['4', '5', '6'],
    ]);
    expect(table.map(({ position }) => position)).toEqual(['7', '8', '9']);
  });

  it('fails with an unknown outcome, deleting nothing of that batch', async () => {
    fill(6);
    onSend = async ([first]) => {
      if (first === '4') throw timeout;
    };
    await expect(drainShard(context())).rejects.toBe(timeout);
    expect(removals).toEqual([['1', '2', '3']]);
  });

  it('fails when it finds at the deletion that the lease was lost', async () => {
    fill(2);
    onSend = async () => {
      isOurs = false;
    };
    await expect(drainShard(context())).rejects.toMatchObject({
      code: 'outbox_lease_lost',
      retryable: true,
      message: 'the lease of outbox shard 3 was lost or given up',
    });
  });

  it('fails when a deletion fails, with the next batch at the latest', async () => {
    fill(6);
    onRemove = () => Promise.reject(new Error('the connection was cut'));
    await expect(drainShard(context())).rejects.toThrow('the connection was cut');
    expect(table).toHaveLength(6);
  });

  it('parks the key of a refused row and publishes everything else', async () => {
    fill(9, (at) => (at % 2 === 0 ? 'bad' : `good-${at}`));
    onSend = async (values) => {
      if (values.includes('4')) throw refusal;
    };
    await drainShard(context());
    expect(new Set(sent.flat())).toEqual(new Set(['1', '2', '3', '5', '7', '9']));
    expect(parked).toEqual([
      { position: '4', cause: 'kafka_invalid_record: refused' },
      { position: '6', cause: null },
      { position: '8', cause: null },
    ]);
    expect(table).toEqual([]);
    expect(counts).toContain('outbox_parked_total');
    expect(logged).toEqual(['a row was refused for good; its key is parked']);
  });

  it('parks the key of a row whose stored headers cannot be read, and publishes the others', async () => {
    fill(3, (at) => `key-${at}`);
    table = table.map((row) => (row.position === '2' ? { ...row, headers: '{broken' } : row));
    await drainShard(context());
    expect(sent.flat()).toEqual(['1', '3']);
    expect(parked).toEqual([
      { position: '2', cause: 'record_unencodable: the stored headers are not JSON' },
    ]);
    expect(table).toEqual([]);
  });

  it('leaves the rows of a missing topic alone and goes on with all others', async () => {
    fill(9, (at) => `key-${at}`);
    table = table.map((row) => (Number(row.position) % 2 === 0 ? { ...row, topic: 'gone' } : row));
    onSend = async (values) => {
      if (values.some((value) => Number(value) % 2 === 0)) throw missing;
    };
    await drainShard(context());
    expect(sent.flat()).toEqual(['1', '3', '5', '7', '9']);
    expect(table.map(({ position }) => position)).toEqual(['2', '4', '6', '8']);
    expect({ counts, parked }).toMatchObject({ parked: [] });
    expect(counts.filter((name) => name === 'outbox_topic_missing_total')).toHaveLength(1);
  });

  it('moves rows that it reads behind a parked key, without sending them', async () => {
    fill(3, (at) => (at === 2 ? 'bad' : 'good'));
    parkedKeys.add('bad');
    await drainShard(context());
    expect(sent).toEqual([['1', '3']]);
    expect(parked).toEqual([{ position: '2', cause: null }]);
  });

  it('fails when the lease is lost before a row could be parked or moved', async () => {
    fill(1, () => 'bad');
    onSend = async () => {
      isOurs = false;
      throw refusal;
    };
    await expect(drainShard(context())).rejects.toMatchObject({ code: 'outbox_lease_lost' });
    expect(parked).toEqual([]);
  });

  it('sends nothing of the halves of a refused batch once the lease has gone', async () => {
    fill(2, (at) => `key-${at}`);
    onSend = async () => {
      active = false;
      throw refusal;
    };
    await expect(drainShard(context())).rejects.toMatchObject({ code: 'outbox_lease_lost' });
    expect(sent).toEqual([]);
  });

  it('reports the size of each batch and the time from commit to acknowledgement', async () => {
    fill(2);
    const recorded: string[] = [];
    const metrics = {
      ...noMetrics,
      record: (name: string, value: number, labels: object) =>
        void recorded.push(`${name} ${Math.floor(value)} ${JSON.stringify(labels)}`),
    };
    await drainShard(context({ metrics }));
    expect(recorded).toEqual([
      'outbox_publish_batch_size 2 {}',
      'outbox_commit_to_ack_seconds 1 {"topic":"t"}',
      'outbox_commit_to_ack_seconds 1 {"topic":"t"}',
    ]);
  });

  it('reports no negative time when the database’s clock is ahead', async () => {
    fill(1);
    table = table.map((row) => ({ ...row, createdMs: Date.now() + 60_000 }));
    const seconds: number[] = [];
    const record = (name: string, value: number): void => {
      if (name === 'outbox_commit_to_ack_seconds') seconds.push(value);
    };
    await drainShard(context({ metrics: { ...noMetrics, record } }));
    expect(seconds).toEqual([0]);
  });
});
