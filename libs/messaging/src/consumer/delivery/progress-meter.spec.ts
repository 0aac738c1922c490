import type { MessagingMetrics } from '../../telemetry';
import type { Content, Delivery } from './delivery';
import { progressMeter } from './progress-meter';

const NOW = Date.parse('2026-11-22T10:00:10.000Z');

const MESSAGE: Content = { kind: 'message', message: {} as never };
const deliveryOf = (offset: bigint, content: Content, time?: string): Delivery => ({
  record: { offset } as never,
  headers: { ce_time: time },
  ...{ eventId: `e${offset}`, key: 'a', sequence: null, content },
});

const metered = (deliveries: readonly Delivery[]) => {
  const told: unknown[] = [];
  const metrics: MessagingMetrics = {
    count: (name, { reason }) => void told.push([name, reason]),
    record: (name, value) => void told.push([name, value]),
    gauge: (name, value, { topic, partition }) => void told.push([name, value, topic, partition]),
  };
  const meter = progressMeter(metrics, { consumer: 'c' }, { nowMs: () => NOW });
  meter.finished({ topic: 't', partition: 3, highWatermark: 10n } as never, deliveries);
  return told;
};
const LATENESS = 'consumer_commit_to_handle_seconds';

describe('the meter of progress', () => {
  it('tells of each message how long ago it was emitted, and what is left of the partition', () => {
    const times = ['2026-11-22T10:00:08.500Z', '2026-11-22T10:00:08.500Z', '2026-11-22T10:00:09Z'];
    const told = metered(times.map((time, at) => deliveryOf(BigInt(5 - at), MESSAGE, time)));
    const lag = ['consumer_lag', 4, 't', '3'];
    expect(told).toEqual([[LATENESS, 1.5], [LATENESS, 1.5], [LATENESS, 1], lag]);
  });

  it('counts what is skipped, and tells of what is broken only where it has a time', () => {
    const skipped: Content = { kind: 'skipped', reason: 'tombstone' };
    const broken: Content = { kind: 'broken', cause: 'envelope', detail: '' };
    const told = metered([
      deliveryOf(1n, skipped),
      deliveryOf(2n, broken, '2026-11-22T10:00:12Z'),
      deliveryOf(3n, broken, 'no time'),
      deliveryOf(9n, broken),
    ]);
    const lag = ['consumer_lag', 0, 't', '3'];
    expect(told).toEqual([['consumer_skipped_total', 'tombstone'], [LATENESS, 0], lag]);
  });
});
