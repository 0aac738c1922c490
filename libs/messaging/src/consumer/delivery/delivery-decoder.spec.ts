import { uuidV7TimeMs } from '@outcry/kernel';
import { moved, recordOf, type RecordSpec } from '../../../test/consumer-rig';
import type { IncomingRecord } from '../../transport/transport';
import { createDecoder } from './delivery-decoder';

const incoming = (spec: Partial<RecordSpec> = {}, over: Partial<IncomingRecord> = {}) => {
  const { key, value, headers } = recordOf({ key: 'a', sequence: 7, place: 'here', ...spec });
  return {
    ...{ topic: 'parcel.life.v1', partition: 2, offset: 40n, timestampMs: 1_790_000_000_123 },
    ...{ key, value: value === null ? null : Buffer.from(value), headers },
    ...over,
  };
};
const without = (record: IncomingRecord, name: string): IncomingRecord => ({
  ...record,
  headers: Object.fromEntries(Object.entries(record.headers).filter(([key]) => key !== name)),
});
const ordered = createDecoder([moved], 'ordered');
const unordered = createDecoder([moved], 'unordered');

describe('decoding', () => {
  it('unpacks envelope and data, and drops fields that it does not know', () => {
    const record = incoming({
      id: '019A0000-0000-7000-8000-00000000000A',
      value: '{"place":"here","colour":"red"}',
      headers: { ce_correlationid: 'c', 'x-more': '1' },
    });
    const delivery = ordered(record);
    expect(delivery).toMatchObject({
      eventId: '019a0000-0000-7000-8000-00000000000a',
      key: 'a',
      sequence: 7n,
    });
    expect(delivery.content).toEqual({
      kind: 'message',
      message: {
        id: '019a0000-0000-7000-8000-00000000000a',
        type: 'parcel.moved.v1',
        topic: 'parcel.life.v1',
        partition: 2,
        offset: 40n,
        key: 'a',
        tenantId: 'default',
        sequence: 7n,
        time: record.headers['ce_time'],
        correlationId: 'c',
        causationId: null,
        headers: record.headers,
        data: { place: 'here' },
      },
    });
  });

  it('skips types that it does not accept, whatever else is wrong with them', () => {
    const { content, sequence } = ordered(
      incoming({ type: 'parcel.painted.v1', value: 'not json', headers: { ce_time: '' } }),
    );
    expect(content).toEqual({ kind: 'skipped', reason: 'unknown_type' });
    expect(sequence).toBe(7n);
  });

  it('skips tombstones', () => {
    expect(unordered(incoming({ value: null })).content).toEqual({
      kind: 'skipped',
      reason: 'tombstone',
    });
  });

  it.each([
    ['no type', without(incoming(), 'ce_type'), 'envelope', 'ce_type: invalid_type'],
    ['no tenant', without(incoming(), 'ce_tenantid'), 'envelope', 'ce_tenantid: invalid_type'],
    ['no key', incoming({}, { key: null }), 'envelope', 'key: missing'],
    ['no JSON', incoming({ value: '{' }), 'undecodable', 'the value is not JSON'],
    ['a wrong field', incoming({ value: '{"place":1}' }), 'contract', 'place: invalid_type'],
    ['no object', incoming({ value: '7' }), 'contract', '(whole): invalid_type'],
    [
      'a random id',
      incoming({ headers: { ce_id: '7d9f3c3e-5d2a-4b2e-9a86-1f1f3f2f1a10' } }),
      'envelope',
      'ce_id: not a UUIDv7',
    ],
  ])('calls a record with %s broken, without quoting data', (_what, record, cause, detail) => {
    expect(unordered(record).content).toEqual({ kind: 'broken', cause, detail });
  });

  it.each([undefined, '7', '9'.repeat(20)])(
    'wants a sequence of an ordered message: %s is none',
    (text) => {
      const bare = without(incoming(), 'ce_sequence');
      const record =
        text === undefined ? bare : { ...bare, headers: { ...bare.headers, ce_sequence: text } };
      expect(ordered(record)).toMatchObject({
        sequence: null,
        content: { kind: 'broken', cause: 'envelope' },
      });
    },
  );

  it('applies an unordered message without a sequence', () => {
    const delivery = unordered(without(incoming(), 'ce_sequence'));
    expect(delivery).toMatchObject({ sequence: null, content: { kind: 'message' } });
  });

  it('takes the largest sequence that the database can hold', () => {
    const largest = (2n ** 63n - 1n).toString().padStart(20, '0');
    expect(ordered(incoming({ headers: { ce_sequence: largest } })).sequence).toBe(2n ** 63n - 1n);
    const beyond = (2n ** 63n).toString().padStart(20, '0');
    expect(ordered(incoming({ headers: { ce_sequence: beyond } })).sequence).toBeNull();
  });

  it('derives one id for a record without a usable one, from its place and its time', () => {
    const record = without(incoming(), 'ce_id');
    const { eventId } = unordered(record);
    expect(eventId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuidV7TimeMs(eventId)).toBe(1_790_000_000_123);
    expect(unordered({ ...record }).eventId).toBe(eventId);
    expect(unordered({ ...record, offset: 41n }).eventId).not.toBe(eventId);
    expect(unordered({ ...record, partition: 3 }).eventId).not.toBe(eventId);
    expect(uuidV7TimeMs(unordered({ ...record, timestampMs: -1 }).eventId)).toBe(0);
  });

  it('reads the envelope of a fetched record once, and no more of it than it needs', () => {
    const read: string[] = [];
    const { headers: envelope, ...rest } = incoming();
    const record: IncomingRecord = {
      ...rest,
      get headers(): Record<string, string> {
        throw new Error('the envelope is enough');
      },
      get envelope() {
        read.push('envelope');
        return envelope;
      },
      get value(): Buffer {
        throw new Error('the text is enough');
      },
      get text() {
        read.push('text');
        return '{"place":"there"}';
      },
    };
    const delivery = ordered(record);
    expect(delivery.headers).toBe(envelope);
    expect(delivery).toMatchObject({ content: { message: { data: { place: 'there' } } } });
    expect(read).toEqual(['envelope', 'text']);
    expect(delivery.record).toBe(record);
  });

  it('takes the headers of a record that has no envelope apart from them', () => {
    const record = without(incoming(), 'ce_tenantid');
    expect(unordered(record).headers).toBe(record.headers);
  });

  it('tells types apart that follow one another', () => {
    const records = [{}, { type: 'parcel.painted.v1' }, {}, {}, { type: 'parcel.painted.v1' }];
    const kinds = records.map((spec) => unordered(incoming(spec)).content.kind);
    expect(kinds).toEqual(['message', 'skipped', 'message', 'message', 'skipped']);
  });

  it('takes a record without text for a tombstone', () => {
    const { content } = unordered({ ...incoming({ value: null }), text: null });
    expect(content).toEqual({ kind: 'skipped', reason: 'tombstone' });
  });

  it('takes the nearest date for a record time that is none', () => {
    const times = [-5, 7, 9e15].map((timestampMs) => incoming({}, { timestampMs }));
    expect(times.map((record) => unordered(record).record)).toMatchObject([
      { ...times[0], timestampMs: 0 },
      { ...times[1], timestampMs: 7 },
      { ...times[2], timestampMs: 8.64e15 },
    ]);
  });

  it('names at most five faults', () => {
    const record = { ...incoming(), headers: { ce_type: moved.type } };
    const { content } = unordered(record);
    expect(content.kind === 'broken' && content.detail.split('; ')).toHaveLength(5);
  });
});
