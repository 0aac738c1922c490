import type { MadeRequest, RequestVersions } from '../replaced-requests';
import { MarkedRecord, patchProduceRequest } from './produce-request.patch';

/* eslint-disable @typescript-eslint/no-require-imports -- the modules have no types */
const produce = require('kafkajs/src/protocol/requests/produce') as RequestVersions<object>;
/** What goes to the broker, as every connection of kafkajs makes it. */
const written = require('kafkajs/src/protocol/request') as (call: {
  readonly correlationId: number;
  readonly clientId: string;
  readonly request: MadeRequest['request'];
}) => Promise<{ readonly buffer: Buffer }>;
const Long = require('kafkajs/src/utils/long') as { fromValue: (value: string) => object };
/* eslint-enable @typescript-eslint/no-require-imports */

type Message = {
  readonly key: string;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
};
const MESSAGE: Message = { key: 'key', value: '{"a":"größer"}', headers: { ce_id: 'x', b: '"' } };
const TOMBSTONE: Message = { key: 'ключ', value: null, headers: {} };

const marked = ({ key, value, headers }: Message) =>
  new MarkedRecord(key, value, JSON.stringify(headers));

const requestOf = (...messages: readonly object[]) => ({
  acks: -1,
  timeout: 30_000,
  producerId: Long.fromValue('4611686018427387905'),
  producerEpoch: 2,
  topicData: [
    { topic: 't', partitions: [{ partition: 0, firstSequence: 5, messages }] },
    { topic: 'zwölf', partitions: [{ partition: 11, firstSequence: 9, messages }] },
  ],
});

describe('a produce request, patched', () => {
  const kafkajs = produce.protocol;
  let now: jest.SpyInstance;
  beforeAll(() => {
    now = jest.spyOn(Date, 'now').mockReturnValue(1_780_000_000_000);
    patchProduceRequest();
  });
  afterAll(() => now.mockRestore());

  const bytesBy = async (protocol: typeof kafkajs, version: number, request: object) => {
    const made = protocol({ version })(request);
    const call = { correlationId: 77, clientId: 'relay', request: made.request };
    return (await written(call)).buffer;
  };

  it.each([3, 4, 5, 6, 7])(
    'is what kafkajs writes to the broker, of prepared records, in version %d',
    async (version) => {
      const messages = [MESSAGE, TOMBSTONE, MESSAGE];
      const ours = await bytesBy(produce.protocol, version, requestOf(...messages.map(marked)));
      const theirs = await bytesBy(kafkajs, version, requestOf(...messages));
      expect(ours.equals(theirs)).toBe(true);
      // It is not kafkajs that wrote it: of prepared records that finds no headers.
      const misread = await bytesBy(kafkajs, version, requestOf(...messages.map(marked)));
      expect(ours.equals(misread)).toBe(false);
    },
  );

  it('keeps the rest of the request', () => {
    const [ours, theirs] = [produce.protocol, kafkajs].map((protocol) =>
      protocol({ version: 7 })(requestOf(marked(MESSAGE))),
    );
    const encode = expect.any(Function) as unknown;
    const expectResponse = encode;
    expect(ours?.response).toBe(theirs?.response);
    expect(ours?.request).toEqual({ ...theirs?.request, encode, expectResponse });
  });

  it.each<[what: string, version: number, messages: readonly object[]]>([
    ['messages of kafkajs', 7, [MESSAGE]],
    ['both kinds in one partition', 7, [marked(MESSAGE), MESSAGE]],
    ['a version without record batches', 2, [marked(MESSAGE)]],
  ])('leaves %s to kafkajs', async (_, version, messages) => {
    const ours = await bytesBy(produce.protocol, version, requestOf(...messages));
    expect(ours.equals(await bytesBy(kafkajs, version, requestOf(...messages)))).toBe(true);
  });
});
