import { OperationalError } from '@outcry/kernel';
import { aShard } from '../../../test/shard-in-memory';

const refusal = new OperationalError('kafka_invalid_record', 'refused', { retryable: false });
const missing = new OperationalError('kafka_unknown_topic_or_partition', 'no such topic', {
  retryable: true,
});
const timeout = new OperationalError('kafka_timeout', 'no answer', { retryable: true });

describe('trouble while a shard is drained', () => {
  let shard: ReturnType<typeof aShard>;
  beforeEach(() => {
    shard = aShard();
  });

  it('fails with an unknown outcome, deleting nothing of that batch', async () => {
    shard.fill(6);
    shard.onSend = async ([first]) => {
      if (first === '4') throw timeout;
    };
    await expect(shard.drain()).rejects.toBe(timeout);
    expect(shard.removals).toEqual([['1', '2', '3']]);
  });

  it('fails when it finds at the deletion that the lease was lost', async () => {
    shard.fill(2);
    shard.onSend = async () => {
      shard.isOurs = false;
    };
    await expect(shard.drain()).rejects.toMatchObject({
      code: 'outbox_lease_lost',
      retryable: true,
      message: 'the lease of outbox shard 3 was lost or given up',
    });
  });

  it('fails when a deletion fails, with the next batch at the latest', async () => {
    shard.fill(6);
    shard.onRemove = () => Promise.reject(new Error('the connection was cut'));
    await expect(shard.drain()).rejects.toThrow('the connection was cut');
    expect(shard.table).toHaveLength(6);
  });

  it('parks the key of a refused row and publishes everything else', async () => {
    shard.fill(9, (at) => (at % 2 === 0 ? 'bad' : `good-${at}`));
    shard.onSend = async (values) => {
      if (values.includes('4')) throw refusal;
    };
    await shard.drain();
    expect(new Set(shard.sent.flat())).toEqual(new Set(['1', '2', '3', '5', '7', '9']));
    expect(shard.parked).toEqual([
      { position: '4', cause: 'kafka_invalid_record: refused' },
      { position: '6', cause: null },
      { position: '8', cause: null },
    ]);
    expect(shard.table).toEqual([]);
    expect(shard.counts).toContain('outbox_parked_total');
    expect(shard.logged).toEqual(['a row was refused for good; its key is parked']);
  });

  it('parks the key of a row whose stored headers cannot be read, and publishes the others', async () => {
    shard.fill(3, (at) => `key-${at}`);
    shard.table = shard.table.map((row) =>
      row.position === '2' ? { ...row, headers: '{broken' } : row,
    );
    await shard.drain();
    expect(shard.sent.flat()).toEqual(['1', '3']);
    expect(shard.parked).toEqual([
      { position: '2', cause: 'record_unencodable: the stored headers are not JSON' },
    ]);
    expect(shard.table).toEqual([]);
  });

  it('leaves the rows of a missing topic alone and goes on with all others', async () => {
    shard.fill(9, (at) => `key-${at}`);
    shard.table = shard.table.map((row) =>
      Number(row.position) % 2 === 0 ? { ...row, topic: 'gone' } : row,
    );
    shard.onSend = async (values) => {
      if (values.some((value) => Number(value) % 2 === 0)) throw missing;
    };
    await shard.drain();
    expect(shard.sent.flat()).toEqual(['1', '3', '5', '7', '9']);
    expect(shard.table.map(({ position }) => position)).toEqual(['2', '4', '6', '8']);
    expect({ counts: shard.counts, parked: shard.parked }).toMatchObject({ parked: [] });
    expect(shard.counts.filter((name) => name === 'outbox_topic_missing_total')).toHaveLength(1);
  });

  it('moves rows that it reads behind a parked key, without sending them', async () => {
    shard.fill(3, (at) => (at === 2 ? 'bad' : 'good'));
    shard.parkedKeys.add('bad');
    await shard.drain();
    expect(shard.sent).toEqual([['1', '3']]);
    expect(shard.parked).toEqual([{ position: '2', cause: null }]);
  });

  it('fails when the lease is lost before a row could be parked or moved', async () => {
    shard.fill(1, () => 'bad');
    shard.onSend = async () => {
      shard.isOurs = false;
      throw refusal;
    };
    await expect(shard.drain()).rejects.toMatchObject({ code: 'outbox_lease_lost' });
    expect(shard.parked).toEqual([]);
  });

  it('sends nothing of the halves of a refused batch once the lease has gone', async () => {
    shard.fill(2, (at) => `key-${at}`);
    shard.onSend = async () => {
      shard.active = false;
      throw refusal;
    };
    await expect(shard.drain()).rejects.toMatchObject({ code: 'outbox_lease_lost' });
    expect(shard.sent).toEqual([]);
  });
});
