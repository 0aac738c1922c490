import fc from 'fast-check';
import { encodeProduceRequest } from './produce-request';
import type { PreparedRecord } from './record-batch';

/** The oracle: kafkajs' own encoder of the request, which has no types. */
type Message = { key: string; value: string | null; headers: Record<string, string> };
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the module has no types
const kafkajsRequest = require('kafkajs/src/protocol/requests/produce/v7/request') as (
  request: object,
) => { encode: () => Promise<{ buffer: Buffer }> };
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the module has no types
const Long = require('kafkajs/src/utils/long') as { fromValue: (value: string) => object };

const NOW_MS = 1_780_000_000_000;

const prepared = ({ key, value, headers }: Message): PreparedRecord => ({
  key,
  value,
  headersJson: JSON.stringify(headers),
});

type Part = { readonly topic: string; readonly partition: number; readonly messages: Message[] };

const requestOf = <M>(parts: readonly Part[], as: (message: Message) => M) => ({
  acks: -1,
  timeout: 30_000,
  producerId: Long.fromValue('4611686018427387905') as { toString(): string },
  producerEpoch: 7,
  topicData: parts.map(({ topic, partition, messages }, index) => ({
    topic,
    partitions: [{ partition, firstSequence: 1_000 * index, messages: messages.map(as) }],
  })),
});

const bytesOfBoth = async (parts: readonly Part[]): Promise<[Buffer, Buffer]> => {
  jest.spyOn(Date, 'now').mockReturnValue(NOW_MS);
  const theirs = await kafkajsRequest(requestOf(parts, (message) => message)).encode();
  return [encodeProduceRequest(requestOf(parts, prepared), NOW_MS).bytes, theirs.buffer];
};

const SAMPLES = {
  'a record': { key: 'key', value: '{"a":1}', headers: { ce_id: 'x', ce_type: 'y' } },
  'a tombstone': { key: 'key', value: null, headers: { ce_id: 'x' } },
  'a record without headers': { key: 'key', value: 'v', headers: {} },
  'empty texts': { key: '', value: '', headers: { '': '' } },
  'text beyond ASCII': { key: 'ключ', value: '"€ 🜚"', headers: { größe: 'große Zahl 🜚' } },
  'headers that JSON escapes': { key: 'k', value: 'v', headers: { a: 'say "no"', b: '\\\n' } },
  'long headers': { key: 'k', value: 'v', headers: { baggage: 'x'.repeat(20_000), b: 'c' } },
  'a long value': { key: 'k', value: 'ä'.repeat(100_000), headers: { a: 'b' } },
  'many headers': {
    key: 'k',
    value: 'v',
    headers: Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`h${at}`, `v${at}`])),
  },
};

describe('a produce request', () => {
  it.each(Object.entries(SAMPLES))('has the bytes that kafkajs gives it for %s', async (_, one) => {
    const [ours, theirs] = await bytesOfBoth([{ topic: 't', partition: 3, messages: [one, one] }]);
    expect(ours.equals(theirs)).toBe(true);
  });

  it('has them for several topics and partitions, and for many records', async () => {
    const messages = Array.from({ length: 300 }, (_, at) => ({
      key: `key ${at}`,
      value: `value ${at}`,
      headers: { ce_id: String(at) },
    }));
    const [ours, theirs] = await bytesOfBoth([
      { topic: 'one', partition: 0, messages },
      { topic: 'zwölf', partition: 2_000_000_000, messages: messages.slice(0, 1) },
    ]);
    expect(ours.equals(theirs)).toBe(true);
  });

  it('has them for any records', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 80 });
    const message = fc.record({
      key: text,
      value: fc.option(text, { nil: null }),
      headers: fc.dictionary(text, text, { maxKeys: 20, noNullPrototype: true }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 20 }), async (messages) => {
        const [ours, theirs] = await bytesOfBoth([{ topic: 't', partition: 0, messages }]);
        expect(ours.equals(theirs)).toBe(true);
      }),
    );
  });
});
