import { randomOctets } from './random-octets';

describe('random octets', () => {
  /** Counts up, so that an octet given twice shows. */
  const counting = () => {
    const drawn: number[] = [];
    let next = 0;
    const draw = (size: number): Uint8Array => {
      drawn.push(size);
      return Uint32Array.from({ length: size }, () => next++) as unknown as Uint8Array;
    };
    return { drawn, octets: randomOctets(draw) };
  };

  it('are drawn many at once and none is given twice, whatever sizes are asked for', () => {
    const { drawn, octets } = counting();
    const given = [4, 6, 4_000, 6, 100, 0, 5_000, 6].map((size) => [...octets(size)]);
    expect(given.map(({ length }) => length)).toEqual([4, 6, 4_000, 6, 100, 0, 5_000, 6]);
    expect(new Set(given.flat()).size).toBe(given.flat().length);
    expect(drawn).toEqual([0, 4_096, 4_096, 5_000, 4_096]);
  });

  it('are the system’s', () => {
    const octets = randomOctets();
    expect(Buffer.compare(octets(16), octets(16))).not.toBe(0);
  });
});
