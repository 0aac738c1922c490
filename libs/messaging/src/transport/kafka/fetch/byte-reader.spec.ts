import fc from 'fast-check';
import { writeVarint } from '../records/varint';
import { ByteReader } from './byte-reader';

/** The oracle, which has no types. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the module has no types
const Encoder = require('kafkajs/src/protocol/encoder') as new () => {
  readonly buffer: Buffer;
  writeVarLong: (value: bigint) => void;
};

const EDGES = [0, -1, 1, 63, 64, -64, -65, 8_191, 8_192, 1_048_576, 2 ** 31 - 1, -(2 ** 31)];
const LONG_EDGES = [2 ** 27, 2 ** 28, -(2 ** 28), 2 ** 34, 2 ** 35, 2 ** 53 - 1, -(2 ** 53 - 1)];

const longBytes = (value: number): Buffer => {
  const encoder = new Encoder();
  encoder.writeVarLong(BigInt(value));
  return encoder.buffer;
};

const expectVarint = (value: number): void => {
  const bytes = Buffer.alloc(9, 0xff);
  const end = writeVarint(bytes, 2, value);
  const reader = new ByteReader(bytes, 2);
  expect([reader.varint(), reader.at]).toEqual([value, end]);
};

const expectVarlong = (value: number): void => {
  const bytes = Buffer.concat([Buffer.from([0xff]), longBytes(value), Buffer.from([0x7f])]);
  const reader = new ByteReader(bytes, 1);
  expect([reader.varlong(), reader.at]).toEqual([value, bytes.length - 1]);
};

describe('a reader of bytes', () => {
  it.each(EDGES)('reads %d as it was written', (value) => {
    expectVarint(value);
    expectVarlong(value);
  });

  it.each(LONG_EDGES)('reads %d as kafkajs wrote it', (value) => {
    expectVarlong(value);
  });

  it('reads any integer as it was written', () => {
    fc.assert(fc.property(fc.integer(), expectVarint));
    fc.assert(fc.property(fc.maxSafeInteger(), expectVarlong));
  });

  it('reads zeroes behind the end', () => {
    const reader = new ByteReader(Buffer.from([0x80]), 0);
    expect(reader.varint()).toBe(0);
    expect(new ByteReader(Buffer.from([0x80]), 0).varlong()).toBe(0);
    expect(new ByteReader(Buffer.alloc(0), 0).varlong()).toBe(0);
    expect(reader.varint()).toBe(0);
  });
});
