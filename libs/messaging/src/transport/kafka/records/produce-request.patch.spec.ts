import { MarkedRecord, patchProduceRequest } from './produce-request.patch';
import { encodeProduceRequest, type ProduceRequest } from './produce-request';

type Encoded = { readonly buffer: Buffer; readonly buf: Buffer; readonly size: () => number };
type Made = { readonly request: { encode: () => Promise<Encoded>; apiKey: number } };
type Versions = {
  protocol: (options: { version: number }) => (request: object) => Made;
};

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the module has no types
const produce = require('kafkajs/src/protocol/requests/produce') as Versions;

const NOW_MS = 1_780_000_000_000;
const MARKED = new MarkedRecord('key', '{"a":1}', '{"ce_id":"x"}');
const PLAIN = { key: 'key', value: '{"a":1}', headers: { ce_id: 'x' } };

const requestOf = (...messages: readonly object[]) => ({
  acks: -1,
  timeout: 30_000,
  topicData: [{ topic: 't', partitions: [{ partition: 0, messages }] }],
});

describe('the replaced encoding of a produce request', () => {
  const original = produce.protocol;
  beforeAll(patchProduceRequest);

  const encoded = (version: number, request: object) =>
    produce.protocol({ version })(request).request.encode();

  it.each([3, 7])('is used for prepared records in version %d', async (version) => {
    const request = requestOf(MARKED, MARKED);
    const now = jest.spyOn(Date, 'now').mockReturnValue(NOW_MS);
    const { buffer, buf, size } = await encoded(version, request);
    now.mockRestore();
    const expected = encodeProduceRequest(request as unknown as ProduceRequest, NOW_MS);
    expect(buffer).toEqual(expected);
    expect(buf).toBe(buffer);
    expect(size()).toBe(expected.length);
  });

  it('keeps the rest of the request', () => {
    const PRODUCE = 0;
    const made = produce.protocol({ version: 7 })(requestOf(MARKED));
    expect(made.request.apiKey).toBe(PRODUCE);
    expect(made).toHaveProperty('response');
  });

  it.each<[what: string, messages: readonly object[]]>([
    ['messages of kafkajs', [PLAIN]],
    ['both kinds in one partition', [MARKED, PLAIN]],
  ])('leaves %s to kafkajs', async (_, messages) => {
    const request = requestOf(...messages);
    const theirs = original({ version: 7 })(request).request.encode;
    const made = produce.protocol({ version: 7 })(request);
    expect(String(made.request.encode)).toBe(String(theirs));
  });

  it('leaves a version without record batches to kafkajs', () => {
    const made = produce.protocol({ version: 2 })(requestOf(MARKED));
    const theirs = original({ version: 2 })(requestOf(MARKED));
    expect(String(made.request.encode)).toBe(String(theirs.request.encode));
  });

  it('is put in its place once', () => {
    const patched = produce.protocol;
    patchProduceRequest();
    expect(produce.protocol).toBe(patched);
  });
});
