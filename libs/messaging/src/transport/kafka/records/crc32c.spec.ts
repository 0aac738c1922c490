import fc from 'fast-check';
import { crc32c } from './crc32c';

/** The definition, a bit at a time. */
const slowly = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
};

describe('CRC-32C', () => {
  it.each([
    { of: 'nothing', bytes: Buffer.alloc(0), crc: 0 },
    { of: 'the check text', bytes: Buffer.from('123456789'), crc: 0xe3069283 },
    { of: '32 zeroes (RFC 3720, B.4)', bytes: Buffer.alloc(32), crc: 0x8a9136aa },
    { of: '32 times ff (RFC 3720, B.4)', bytes: Buffer.alloc(32, 0xff), crc: 0x62a8ab43 },
  ])('is right for $of', ({ bytes, crc }) => {
    expect(crc32c(bytes)).toBe(crc);
  });

  it('is what its definition says, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(crc32c(bytes)).toBe(slowly(bytes));
      }),
    );
  });

  it('is the same wherever in memory the bytes stand', () => {
    const bytes = Buffer.from(Array.from({ length: 90 }, (_, at) => (at * 37) & 0xff));
    for (let from = 0; from <= 20; from += 1) {
      for (let to = from; to <= 90; to += 1) {
        expect(crc32c(bytes, from, to)).toBe(slowly(bytes.subarray(from, to)));
        expect(crc32c(bytes.subarray(from, to))).toBe(slowly(bytes.subarray(from, to)));
      }
    }
  });

  it('is of the part that was asked for', () => {
    const bytes = Buffer.from('before 123456789 after');
    expect(crc32c(bytes, 7, 16)).toBe(0xe3069283);
  });
});
