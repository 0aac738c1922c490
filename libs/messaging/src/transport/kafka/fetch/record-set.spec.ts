import fc from 'fast-check';
import {
  batchOf,
  readByKafkajs,
  resealed,
  withAttributes,
  type BatchSpec,
  type KafkajsMessage,
  type RecordSpec,
} from '../../../../test/record-batches';
import type { FetchedRecord } from './fetched-record';
import { readRecordSet } from './record-set';

const NOW_MS = 1_780_000_000_000;
const LOG_APPEND_TIME = 0x8;
const MAGIC_AT = 16;
const LENGTH_AT = 8;

const textOf = (value: Buffer | readonly Buffer[]): string =>
  (value instanceof Buffer ? value : value[0])?.toString() ?? 'null';

const plain = ({ offset, timestamp, key, value, headers }: KafkajsMessage) => ({
  offset: BigInt(offset),
  timestampMs: Number(timestamp),
  key: key?.toString() ?? null,
  value: value?.toString('hex'),
  headers: Object.fromEntries(Object.entries(headers).map(([name, of]) => [name, textOf(of)])),
});

const readHere = (set: Buffer) =>
  readRecordSet(set)?.map((fetched) => {
    const { offset, timestampMs, key, value, headers } = fetched.read('t', 0);
    return { offset, timestampMs, key, value: value?.toString('hex'), headers };
  });

/** What any other consumer in the process gets: kafkajs' own message, but for headers of text. */
const messageOf = ({ offset, timestamp, key, value, headers }: KafkajsMessage) => ({
  ...{ offset, timestamp, key, value },
  headers: Object.entries(headers).map(([of, header]) => [of, textOf(header)]),
});

const asMessage = ({ offset, timestamp, key, value, headers }: FetchedRecord) => ({
  ...{ offset, timestamp, key, value },
  headers: Object.entries(headers),
});

const expectTheSame = async (set: Buffer): Promise<void> => {
  const theirs = await readByKafkajs(set);
  expect(readHere(set)).toEqual(theirs.map(plain));
  expect(readRecordSet(set)?.map(asMessage)).toEqual(theirs.map(messageOf));
};

const records = (count: number, every = 1): RecordSpec[] =>
  Array.from({ length: count }, (_, at) => ({
    offsetDelta: at * every,
    timestampDelta: at,
    key: Buffer.from(`key ${at}`),
    value: Buffer.from(`{"at":${at}}`),
    headers: { ce_id: String(at), ce_type: 'a.b.v1', empty: '' },
  }));

const BATCH: BatchSpec = { firstOffset: 7n, firstTimestamp: NOW_MS, records: records(3) };

const bytes = fc.uint8Array({ maxLength: 60 }).map((part) => Buffer.from(part));
const text = fc.string({ unit: 'grapheme', maxLength: 60 });
/** A header of a name that every object has is the second of its name to kafkajs. */
const name = text.filter((of) => !(of in {}));
const anyBatch: fc.Arbitrary<BatchSpec> = fc.record({
  firstOffset: fc.bigInt(0n, 2n ** 52n),
  firstTimestamp: fc.integer({ min: -1, max: 2 ** 52 }),
  maxTimestamp: fc.integer({ min: 0, max: 2 ** 52 }),
  records: fc.array(
    fc.record({
      offsetDelta: fc.nat(2 ** 31 - 1),
      timestampDelta: fc.integer({ min: -(2 ** 50), max: 2 ** 50 }),
      key: fc.option(bytes, { nil: null }),
      value: fc.option(bytes, { nil: null }),
      headers: fc.dictionary(name, fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })), {
        maxKeys: 12,
        noNullPrototype: true,
      }),
    }),
    { maxLength: 8 },
  ),
});

describe('a set of records', () => {
  it('is read as kafkajs reads it, whatever its batches hold and wherever it is cut off', async () => {
    const batches = fc.array(fc.tuple(anyBatch, fc.boolean()), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(batches, fc.nat(), async (specs, cut) => {
        const sets = await Promise.all(
          specs.map(async ([spec, isAppendTime]) =>
            withAttributes(await batchOf(spec), isAppendTime ? LOG_APPEND_TIME : 0),
          ),
        );
        const whole = Buffer.concat(sets);
        await expectTheSame(whole);
        // kafkajs takes what ends within the first head for a message of an old format.
        if (whole.length > 61) await expectTheSame(whole.subarray(0, 61 + (cut % whole.length)));
      }),
    );
  });

  it.each([
    ['no batch', []],
    ['a batch without records', [{ records: [] }]],
    ['offsets with gaps, as compaction leaves them', [{ records: records(4, 1_000) }]],
    ['several batches', [BATCH, { ...BATCH, firstOffset: 90n }, { records: records(300) }]],
  ])('is read where it has %s', async (_, specs: BatchSpec[]) => {
    await expectTheSame(Buffer.concat(await Promise.all(specs.map(batchOf))));
  });

  it('leaves a last batch that is cut off, wherever', async () => {
    const first = await batchOf(BATCH);
    const both = Buffer.concat([first, await batchOf({ ...BATCH, firstOffset: 90n })]);
    for (let end = first.length; end < both.length; end += 1) {
      expect(readRecordSet(both.subarray(0, end))).toHaveLength(3);
    }
    expect(readRecordSet(both)).toHaveLength(6);
    expect(readRecordSet(first.subarray(0, MAGIC_AT))).toEqual([]);
  });

  it.each<[string, () => Promise<Buffer>]>([
    ['compressed', () => batchOf({ ...BATCH, compression: 1 })],
    ['of a transaction', () => batchOf({ ...BATCH, transactional: true })],
    ['of control records', async () => withAttributes(await batchOf(BATCH), 0x20)],
    ['of the second format', async () => resealed(await batchOf(BATCH), (at) => (at[16] = 1))],
    ['of the first format', async () => resealed(await batchOf(BATCH), (at) => (at[16] = 0))],
    ['of offsets beyond 2^53', () => batchOf({ ...BATCH, firstOffset: 2n ** 53n - 2n ** 31n })],
  ])('is left to kafkajs where a batch is %s, be it the first or not', async (_, make) => {
    const [other, batch] = [await make(), await batchOf(BATCH)];
    expect(readRecordSet(other)).toBeNull();
    expect(readRecordSet(Buffer.concat([batch, other]))).toBeNull();
    expect(readRecordSet(Buffer.concat([other, batch]))).toBeNull();
  });

  it('reads the largest offsets that a number can tell', async () => {
    const [only] =
      readHere(await batchOf({ ...BATCH, firstOffset: 2n ** 53n - 2n ** 31n - 1n })) ?? [];
    expect(only?.offset).toBe(2n ** 53n - 2n ** 31n - 1n);
  });

  it('is refused when any bit behind the checksum, or of it, is not as it was written', async () => {
    const batch = await batchOf(BATCH);
    for (let bit = 8 * 17; bit < 8 * batch.length; bit += 1) {
      const set = Buffer.concat([batch, batch]);
      const at = batch.length + (bit >> 3);
      set[at] = (set[at] ?? 0) ^ (1 << (bit & 7));
      expect(() => readRecordSet(set)).toThrow('the record batch of offset 7 is corrupt');
    }
  });

  it.each<[string, (batch: Buffer) => void]>([
    ['a format that is not known', (batch) => batch.writeInt8(3, MAGIC_AT)],
    ['a negative format', (batch) => batch.writeInt8(-1, MAGIC_AT)],
    ['a length of less than a head', (batch) => batch.writeInt32BE(48, LENGTH_AT)],
    ['a negative length', (batch) => batch.writeInt32BE(-1, LENGTH_AT)],
    ['a record that ends behind it', (batch) => (batch[61] = 0x7e)],
    ['a record of negative length', (batch) => (batch[61] = 1)],
    ['more records than it has', (batch) => batch.writeInt32BE(4, 57)],
  ])('is refused where a batch has %s, be its checksum right', async (_, change) => {
    const batch = resealed(await batchOf(BATCH), change);
    expect(() => readRecordSet(batch)).toThrow('the record batch of offset 7 is corrupt');
  });
});
