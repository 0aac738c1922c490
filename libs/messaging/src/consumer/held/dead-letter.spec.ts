import type { Delivery } from '../delivery/delivery';
import { deadLetterOf } from './dead-letter';

const deliveryOf = (
  value: Buffer | null,
  headers: Record<string, string> = { ce_type: 'parcel.moved.v1' },
): Delivery => ({
  record: {
    topic: 'parcel.life.v1',
    partition: 4,
    offset: 17n,
    key: 'a',
    value,
    headers,
    timestampMs: 1_000,
  },
  eventId: '00000000-0000-7000-8000-000000000001',
  key: 'a',
  sequence: 3n,
  content: { kind: 'skipped', reason: 'tombstone' },
  headers,
});
const letterOf = (delivery: Delivery, detail = 'no') =>
  deadLetterOf({
    group: 'parcel.watch',
    delivery,
    trouble: { cause: 'contract', detail, retryable: false },
    attempts: 2,
    redrives: 1,
    firstFailedMs: 2_000,
    lastFailedMs: 3_000,
  });

describe('a dead letter', () => {
  it('goes to the group’s own topic with the original bytes, key, id and headers', () => {
    expect(letterOf(deliveryOf(Buffer.from('{"place":"ü"}')))).toEqual({
      eventId: '00000000-0000-7000-8000-000000000001',
      type: 'parcel.moved.v1',
      sequence: 3n,
      topic: 'parcel.watch.dlq',
      key: 'a',
      value: '{"place":"ü"}',
      headers: {
        ce_type: 'parcel.moved.v1',
        'dlq-original-topic': 'parcel.life.v1',
        'dlq-original-partition': '4',
        'dlq-original-offset': '17',
        'dlq-original-timestamp': '1970-01-01T00:00:01.000Z',
        'dlq-original-group': 'parcel.watch',
        'dlq-exception-type': 'contract',
        'dlq-exception-message': 'no',
        'dlq-attempts': '2',
        'dlq-first-failed-at': '1970-01-01T00:00:02.000Z',
        'dlq-last-failed-at': '1970-01-01T00:00:03.000Z',
        'dlq-redrive-count': '1',
      },
    });
  });

  it('carries bytes that are no text as base64, and says so', () => {
    const letter = letterOf(deliveryOf(Buffer.from([0xff, 0x00])));
    expect(letter.value).toBe('/wA=');
    expect(letterOf(deliveryOf(Buffer.from('\u0000'))).value).toBe('AA==');
    expect(letter.headers['dlq-value-encoding']).toBe('base64');
  });

  it('leaves out a value that might not fit beside its headers, and says how large it was', () => {
    const fits = letterOf(deliveryOf(Buffer.from('x'.repeat(900_000))));
    expect(fits.value).toHaveLength(900_000);
    expect(fits.headers['dlq-value-omitted-bytes']).toBeUndefined();
    const over = letterOf(deliveryOf(Buffer.from('x'.repeat(900_001))));
    expect(over.value).toBeNull();
    expect(over.headers['dlq-value-omitted-bytes']).toBe('900001');
  });

  it('keeps a null value and names an unknown type', () => {
    const letter = letterOf(deliveryOf(null, {}));
    expect([letter.value, letter.type]).toEqual([null, 'unknown']);
    expect(letter.headers['dlq-value-encoding']).toBeUndefined();
  });

  it('replaces the headers of an earlier death', () => {
    const headers = { 'dlq-attempts': '9', 'dlq-value-encoding': 'base64', kept: 'yes' };
    const letter = letterOf(deliveryOf(Buffer.from('x'), headers));
    expect(letter.headers).toMatchObject({ kept: 'yes', 'dlq-attempts': '2' });
    expect(letter.headers['dlq-value-encoding']).toBeUndefined();
  });

  it('keeps the reason on one line of bounded length', () => {
    const letter = letterOf(deliveryOf(null), `two\n  lines ${'x'.repeat(900)}`);
    expect(letter.headers['dlq-exception-message']).toMatch(/^two lines x{490}$/);
  });
});
