import { aShard } from '../../../test/shard-in-memory';
import { noMetrics } from '../../telemetry';

/** Lets everything that is ready to run do so. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('draining a shard', () => {
  let shard: ReturnType<typeof aShard>;
  beforeEach(() => {
    shard = aShard();
  });

  it('publishes all rows in order, read by read, and deletes each batch', async () => {
    shard.fill(7);
    await shard.drain();
    expect(shard.sent).toEqual([['1', '2', '3'], ['4', '5', '6'], ['7']]);
    expect(shard.removals).toEqual([['1', '2', '3'], ['4', '5', '6'], ['7']]);
    expect(shard.table).toEqual([]);
  });

  it('ends with the first read that is not full', async () => {
    shard.fill(2);
    await shard.drain();
    expect(shard.reads).toHaveLength(1);
  });

  it('reads once more after a full read, and after a wake-up during the send', async () => {
    shard.fill(3);
    shard.onSend = async () => {
      if (shard.wakes === 0) shard.fill(1);
      shard.wakes += 1;
    };
    await shard.drain();
    expect(shard.sent.flat()).toEqual(['1', '2', '3', '4']);
  });

  it('reads what comes while the last rows are being deleted, without those', async () => {
    shard.fill(2);
    let removed = (): void => undefined;
    shard.onRemove = () => new Promise((resolve) => (removed = resolve));
    const orWoken = async (): Promise<void> => {
      if (shard.sent.flat().length > 2) return removed();
      shard.fill(1);
      shard.wakes += 1;
    };
    shard.onSend = async ([first]) => {
      if (first === '3') removed();
    };
    await shard.drain({ orWoken });
    expect(shard.sent).toEqual([['1', '2'], ['3']]);
    expect(shard.reads.at(-1)).toEqual({ inHand: ['1', '2'], found: ['3'] });
    expect(shard.removals).toEqual([['1', '2'], ['3']]);
  });

  it('does nothing when nothing is pending', async () => {
    await shard.drain();
    expect({ sent: shard.sent, removals: shard.removals }).toEqual({ sent: [], removals: [] });
  });

  it('reads ahead while a batch is being sent, without the rows in hand', async () => {
    shard.fill(5);
    let seen: typeof shard.reads = [];
    shard.onSend = async (values) => {
      if (values[0] !== '1') return;
      await settle();
      seen = [...shard.reads];
    };
    await shard.drain();
    expect(seen).toEqual([
      { inHand: [], found: ['1', '2', '3'] },
      { inHand: ['1', '2', '3'], found: ['4', '5'] },
    ]);
  });

  it('sends a batch while the one before is being deleted, but never deletes two at once', async () => {
    shard.fill(9);
    const order: string[] = [];
    let deleting = 0;
    shard.onSend = async ([first]) => void order.push(`send ${first}`);
    shard.onRemove = async () => {
      deleting += 1;
      expect(deleting).toBe(1);
      await settle();
      await settle();
      deleting -= 1;
      order.push('deleted');
    };
    await shard.drain();
    expect(order.slice(0, 2)).toEqual(['send 1', 'send 4']);
    expect(shard.table).toEqual([]);
  });

  it('stops between two batches once it is told to, and deletes what was acknowledged', async () => {
    shard.fill(9);
    shard.onSend = async ([first]) => {
      if (first === '4') shard.active = false;
    };
    await shard.drain();
    expect(shard.sent).toEqual([
      ['1', '2', '3'],
      ['4', '5', '6'],
    ]);
    expect(shard.table.map(({ position }) => position)).toEqual(['7', '8', '9']);
  });

  it('reports the size of each batch and the time from commit to acknowledgement', async () => {
    shard.fill(2);
    const recorded: string[] = [];
    const metrics = {
      ...noMetrics,
      record: (name: string, value: number, labels: object) =>
        void recorded.push(`${name} ${Math.floor(value)} ${JSON.stringify(labels)}`),
    };
    await shard.drain({ metrics });
    expect(recorded).toEqual([
      'outbox_publish_batch_size 2 {}',
      'outbox_commit_to_ack_seconds 1 {"topic":"t"}',
      'outbox_commit_to_ack_seconds 1 {"topic":"t"}',
    ]);
  });

  it('reports no negative time when the database’s clock is ahead', async () => {
    shard.fill(1);
    shard.table = shard.table.map((row) => ({ ...row, createdMs: Date.now() + 60_000 }));
    const seconds: number[] = [];
    const record = (name: string, value: number): void => {
      if (name === 'outbox_commit_to_ack_seconds') seconds.push(value);
    };
    await shard.drain({ metrics: { ...noMetrics, record } });
    expect(seconds).toEqual([0]);
  });
});
