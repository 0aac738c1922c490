import { OperationalError } from '@outcry/kernel';
import { publishIsolating } from './isolation';
import type { PendingRow } from './pending.sql';

const refusal = new OperationalError('kafka_invalid_record', 'refused', { retryable: false });
const unknown = new OperationalError('kafka_timeout', 'unknown', { retryable: true });

const missing = new OperationalError('kafka_unknown_topic_or_partition', 'no such topic', {
  retryable: true,
});

const row = (position: number, key: string, topic = 't'): PendingRow => ({
  ...{ topic, key, headers: '{}', payload: null, createdMs: 0, parked: false },
  position: String(position),
});

describe('publishing with isolation', () => {
  let stored: string[];
  let parked: string[];
  let rested: string[];
  let sends: number;
  beforeEach(() => {
    [stored, parked, rested, sends] = [[], [], [], 0];
  });
  const publish = (rows: readonly PendingRow[], bad: readonly string[], error = refusal) =>
    publishIsolating(
      {
        send: async (batch) => {
          sends += 1;
          if (batch.some(({ position }) => bad.includes(position))) throw error;
          stored.push(...batch.map(({ position }) => position));
        },
        park: async ({ position }) => void parked.push(position),
        rest: (topic) => void rested.push(topic),
      },
      rows,
    );

  it('sends a good batch once', async () => {
    expect(await publish([row(1, 'a'), row(2, 'b')], [])).toBe(true);
    expect({ stored, parked, sends }).toEqual({ stored: ['1', '2'], parked: [], sends: 1 });
  });

  it('parks the row at fault and publishes the others in order', async () => {
    const rows = [1, 2, 3, 4, 5, 6, 7].map((at) => row(at, `key-${at}`));
    expect(await publish(rows, ['4'])).toBe(false);
    expect(stored).toEqual(['1', '2', '3', '5', '6', '7']);
    expect(parked).toEqual(['4']);
  });

  it('leaves the later rows of the key alone, but not those of the key on another topic', async () => {
    const rows = [row(1, 'bad'), row(2, 'bad'), row(3, 'good'), row(4, 'bad'), row(5, 'bad', 'u')];
    expect(await publish(rows, ['2'])).toBe(false);
    expect(stored).toEqual(['1', '3', '5']);
    expect(parked).toEqual(['2']);
  });

  it('parks every key at fault', async () => {
    const rows = [1, 2, 3, 4].map((at) => row(at, `key-${at}`));
    expect(await publish(rows, ['1', '2', '3', '4'])).toBe(false);
    expect(stored).toEqual([]);
    expect(parked).toEqual(['1', '2', '3', '4']);
  });

  it('does not ask again for a row that is alone in its batch', async () => {
    expect(await publish([row(1, 'a')], ['1'])).toBe(false);
    expect({ parked, sends }).toEqual({ parked: ['1'], sends: 1 });
  });

  it('parks nothing when the outcome is unknown', async () => {
    await expect(publish([row(1, 'a'), row(2, 'b')], ['1'], unknown)).rejects.toBe(unknown);
    expect({ parked, sends }).toEqual({ parked: [], sends: 1 });
  });

  it('lets a missing topic rest and publishes the other topics of the batch in order', async () => {
    const rows = [row(1, 'a'), row(2, 'a', 'gone'), row(3, 'b'), row(4, 'b', 'gone')];
    expect(await publish(rows, ['2', '4'], missing)).toBe(false);
    expect({ stored, rested, parked }).toEqual({
      stored: ['1', '3'],
      rested: ['gone'],
      parked: [],
    });
  });
});
