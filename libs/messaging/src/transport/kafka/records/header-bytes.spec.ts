import type * as HeaderBytes from './header-bytes';

/** The module as a process begins with it: its buffers are small yet. */
const fresh = (): typeof HeaderBytes => {
  let module: typeof HeaderBytes | undefined;
  jest.isolateModules(() => {
    module = jest.requireActual<typeof HeaderBytes>('./header-bytes');
  });
  if (module === undefined) throw new Error('not loaded');
  return module;
};

/** A signed varint of the record format, for lengths. */
const varint = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value * 2;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
};

const expected = (headers: Readonly<Record<string, string>>): Buffer => {
  const entries = Object.entries(headers);
  const strings = entries.flat().map((text) => Buffer.from(text));
  return Buffer.concat([
    Buffer.from(varint(entries.length)),
    ...strings.flatMap((text) => [Buffer.from(varint(text.length)), text]),
  ]);
};

const written = ({ bytes, length }: HeaderBytes.HeaderBytes): Buffer =>
  Buffer.from(bytes.subarray(0, length));

const numbered = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`h${at}`, `v${at}`]));

/** Whether both were written into the buffer that is kept for all headers without an escape. */
const isTakenOver = ({ encodeHeaders }: typeof HeaderBytes, json: string): boolean => {
  const { bytes } = encodeHeaders(json);
  return bytes === encodeHeaders('{"a":"b"}').bytes;
};

const EURO = '€'.repeat(5_000);

describe('headers from JSON', () => {
  it.each<[what: string, headers: Record<string, string>]>([
    ['one', { ce_id: '42' }],
    ['empty texts', { '': '' }],
    ['text beyond ASCII', { größe: 'große Zahl 🜚', b: 'c' }],
    ['as many as their count takes one byte for', numbered(63)],
    ['more text than the first buffers hold', { a: EURO, b: 'c' }],
    ['more strings than the first buffer holds', numbered(63)],
    ['short strings that take the most room beside their text', { a: 'x'.repeat(8_000), b: '' }],
  ])('are taken over byte by byte: %s', (_, headers) => {
    const module = fresh();
    const json = JSON.stringify(headers);
    expect(written(module.encodeHeaders(json))).toEqual(expected(headers));
    expect(isTakenOver(module, json)).toBe(true);
  });

  it.each<[what: string, json: string]>([
    ['none', '{}'],
    ['an escape in a value', JSON.stringify({ a: 'say "no"', b: 'c' })],
    ['an escape in a name', JSON.stringify({ 'a\\': 'b' })],
    ['an escape at the end', JSON.stringify({ a: 'b', c: '\n' })],
    ['more than their count takes one byte for', JSON.stringify(numbered(64))],
    ['space between them', '{ "a": "b", "c": "d" }'],
    ['space before the end', '{"a":"b" }'],
    ['an escaped letter', '{"a":"\\u00e9"}'],
  ])('are parsed where there is anything else: %s', (_, json) => {
    const module = fresh();
    const headers = JSON.parse(json) as Record<string, string>;
    expect(written(module.encodeHeaders(json))).toEqual(expected(headers));
    expect(isTakenOver(module, json)).toBe(false);
  });

  it.each(['{"a":"b"', '{"a"}', '"a":"b"}', '{"a":"b","c"}'])('are refused: %s', (text) => {
    expect(() => fresh().encodeHeaders(text)).toThrow(SyntaxError);
  });

  it('make room once and keep it', () => {
    const module = fresh();
    const { bytes } = module.encodeHeaders(JSON.stringify({ a: EURO }));
    expect(module.encodeHeaders(JSON.stringify({ a: EURO })).bytes).toBe(bytes);
    expect(module.encodeHeaders('{"a":"b"}').bytes).toBe(bytes);
    expect(bytes.length).toBeGreaterThan(3 * EURO.length);
  });
});
