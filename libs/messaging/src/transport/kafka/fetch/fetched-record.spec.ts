import { batchOf, type RecordSpec } from '../../../../test/record-batches';
import { readRecordSet } from './record-set';

const readOne = async (record: RecordSpec) => {
  const [fetched] = readRecordSet(await batchOf({ firstOffset: 40n, records: [record] })) ?? [];
  return fetched?.read('topic', 3);
};

describe('a fetched record', () => {
  it.each<[string, RecordSpec, { key: string | null; value: string | null }]>([
    ['text', { key: Buffer.from('ключ'), value: Buffer.from('ü') }, { key: 'ключ', value: 'ü' }],
    ['nothing', { key: Buffer.alloc(0), value: Buffer.alloc(0) }, { key: '', value: '' }],
    ['no key', { key: null, value: Buffer.from('v') }, { key: null, value: 'v' }],
    ['no value', { key: Buffer.from('k'), value: null }, { key: 'k', value: null }],
    ['neither', { key: null, value: null }, { key: null, value: null }],
  ])('gives its key, value and headers where they are %s', async (_, spec, { key, value }) => {
    const record = await readOne({ ...spec, headers: { a: '1', b: 'ü' } });
    expect(record?.headers).toEqual({ a: '1', b: 'ü' });
    expect([record?.key, record?.value?.toString() ?? null]).toEqual([key, value]);
    expect(record?.text).toBe(value);
    expect(record?.headers).toEqual({ a: '1', b: 'ü' });
  });

  it('is a message of kafkajs to any other consumer of the process', async () => {
    const spec = { offsetDelta: 2, key: Buffer.from([0xff]), value: null, headers: { a: '1' } };
    const [fetched] = readRecordSet(await batchOf({ firstOffset: 40n, records: [spec] })) ?? [];
    const { offset, timestamp, key, value, headers, attributes, isControlRecord } = fetched ?? {};
    expect({ offset, timestamp, key, value, headers, attributes, isControlRecord }).toEqual({
      ...{ offset: '42', timestamp: '0', key: Buffer.from([0xff]), value: null },
      ...{ headers: { a: '1' }, attributes: 0, isControlRecord: false },
    });
  });

  it('knows where it stands', async () => {
    const record = await readOne({ offsetDelta: 2, timestampDelta: 7 });
    expect(record).toMatchObject({ topic: 'topic', partition: 3, offset: 42n, timestampMs: 7 });
    expect(record?.headers).toEqual({});
    expect(record?.envelope?.ce_id).toBeUndefined();
  });

  it.each([null, Buffer.from('v')])(
    'gives its envelope without other headers: value %s',
    async (value) => {
      const record = await readOne({ value, headers: { ce_id: '7', other: '8' } });
      expect(record?.envelope?.ce_id).toBe('7');
      expect(record?.envelope).not.toHaveProperty('other');
    },
  );
});
