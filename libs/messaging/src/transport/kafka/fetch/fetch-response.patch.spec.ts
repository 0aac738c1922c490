import { batchOf, withAttributes, withLength } from '../../../../test/record-batches';
import { FetchedRecord } from './fetched-record';
import { patchFetchResponse, readFetchResponse } from './fetch-response.patch';

/* eslint-disable @typescript-eslint/no-require-imports -- the modules have no types */
const kafkajs = require('kafkajs/src/protocol/requests/fetch/v11/response') as {
  decode: (raw: Buffer) => Promise<Response>;
};
const fetch = require('kafkajs/src/protocol/requests/fetch') as {
  protocol: (options: { version: number }) => (request: object) => { response: object };
};
/* eslint-enable @typescript-eslint/no-require-imports */

type Message = { readonly offset: string | number };
type Response = {
  readonly responses: readonly {
    readonly partitions: readonly { readonly messages: readonly Message[] }[];
  }[];
};

type Partition = {
  readonly set: Buffer;
  readonly aborted?: readonly (readonly [bigint, bigint])[];
};

const int16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const int64 = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
};
const string = (text: string): Buffer =>
  Buffer.concat([int16(Buffer.byteLength(text)), Buffer.from(text)]);
const array = (items: readonly Buffer[]): Buffer => Buffer.concat([int32(items.length), ...items]);

const partitionOf = ({ set, aborted = [] }: Partition, at: number): Buffer =>
  Buffer.concat([
    ...[int32(at), int16(at === 3 ? 1 : 0), int64(1_000n + BigInt(at)), int64(900n), int64(5n)],
    array(aborted.map(([producer, offset]) => Buffer.concat([int64(producer), int64(offset)]))),
    ...[int32(-1), set],
  ]);

const responseOf = (topics: Readonly<Record<string, readonly Partition[]>>): Buffer =>
  Buffer.concat([
    ...[int32(250), int16(0), int32(77)],
    array(
      Object.entries(topics).map(([name, partitions]) =>
        Buffer.concat([string(name), array(partitions.map(partitionOf))]),
      ),
    ),
  ]);

const offsetsOf = ({ responses }: Response): number[][][] =>
  responses.map(({ partitions }) =>
    partitions.map(({ messages }) => messages.map(({ offset }) => Number(offset))),
  );

const withoutMessages = (response: Response): object => ({
  ...response,
  responses: response.responses.map((topic) => ({
    ...topic,
    partitions: topic.partitions.map((partition) => ({ ...partition, messages: [] })),
  })),
});

const BATCH = { firstOffset: 7n, records: [{ key: Buffer.from('k') }, { offsetDelta: 4 }] };

describe('an answer to a fetch', () => {
  it('is read as kafkajs reads it, in part by kafkajs itself', async () => {
    const plain = await batchOf(BATCH);
    const control = withAttributes(await batchOf({ ...BATCH, transactional: true }), 0x30);
    const raw = responseOf({
      plain: [{ set: withLength(plain) }, { set: withLength(Buffer.concat([plain, plain])) }],
      'leer und zwölf': [
        { set: int32(0) },
        { set: int32(-1) },
        { set: withLength(await batchOf({ ...BATCH, compression: 1 })) },
        { set: withLength(control) },
        { set: withLength(plain), aborted: [[4_000n, 6n]] },
        { set: withLength(plain) },
      ],
      none: [],
    });
    const [ours, theirs] = [(await readFetchResponse(raw)) as Response, await kafkajs.decode(raw)];
    expect(offsetsOf(ours)).toEqual(offsetsOf(theirs));
    expect(withoutMessages(ours)).toEqual(withoutMessages(theirs));
    expect(offsetsOf(ours)).toEqual([
      [
        [7, 11],
        [7, 11, 7, 11],
      ],
      [[], [], [7, 11], [7, 11], [7, 11], [7, 11]],
      [],
    ]);
    const own = ours.responses.map(({ partitions }) =>
      partitions.map(({ messages }) => messages.every((one) => one instanceof FetchedRecord)),
    );
    expect(own).toEqual([[true, true], [true, true, false, false, false, true], []]);
  });

  it('leaves a set of records that the answer breaks off', async () => {
    const raw = responseOf({ cut: [{ set: withLength(await batchOf(BATCH)) }] });
    const cut = raw.subarray(0, raw.length - 1);
    expect(offsetsOf((await readFetchResponse(cut)) as Response)).toEqual([[[]]]);
  });

  it('rejects when records are not as they were written', async () => {
    const raw = responseOf({ topic: [{ set: withLength(await batchOf(BATCH)) }] });
    raw[raw.length - 1] = 1;
    await expect(readFetchResponse(raw)).rejects.toThrow(
      'topic/0: the record batch of offset 7 is corrupt',
    );
  });

  it('gives records that are none of a transaction', async () => {
    const raw = responseOf({ topic: [{ set: withLength(await batchOf(BATCH)) }] });
    const { responses } = (await readFetchResponse(raw)) as Response;
    expect(responses[0]?.partitions[0]?.messages[0]).toMatchObject({ isControlRecord: false });
  });
});

describe('the patch of kafkajs', () => {
  it('is in answers of version 11, once, and in no others', () => {
    patchFetchResponse();
    const once = fetch.protocol;
    patchFetchResponse();
    expect(fetch.protocol).toBe(once);
    const request = { maxWaitTime: 1, minBytes: 1, maxBytes: 1, topics: [], rackId: '' };
    const decodes = [4, 10, 11].map((version) => {
      const { response } = fetch.protocol({ version })(request);
      return (response as { decode: unknown }).decode === readFetchResponse;
    });
    expect(decodes).toEqual([false, false, true]);
    expect(fetch.protocol({ version: 11 })(request)).toMatchObject({
      response: { parse: expect.any(Function) as unknown },
      requestTimeout: 101,
    });
  });
});
