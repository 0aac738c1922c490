import { parseStream } from './message.stream';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a recorded stream', () => {
  it('is read with or without a last newline and with either kind of line end', () => {
    const text = 'N,1,B,5,100\r\nN,2,S,6,101,I\r\nM,1,4,99\nC,2';
    for (const one of [text, `${text}\n`]) {
      const stream = parseStream(bytes(one));
      expect(stream.count).toBe(4);
      expect([...stream.ids.subarray(0, 4)]).toEqual([1, 2, 1, 2]);
      expect([...stream.flags.subarray(0, 2)]).toEqual([0, 3]);
      expect([stream.quantities[2], stream.prices[2]]).toEqual([4, 99]);
    }
  });

  it.each([
    ['X,1', 'line 1: it begins with none of N, C and M'],
    ['C,1\nC,\nC,3', 'line 2: the id is not an integer up to 2^53 − 1'],
    ['N,1,Q,5,100', 'line 1: the side is neither B nor S'],
    ['N,1,B,5', 'line 1: a comma is missing'],
    ['N,1,B,5,1.5', 'line 1: a comma is missing'],
    ['C,1\n\nC,2', 'line 2: it begins with none of N, C and M'],
    ['N,1,B,5,100,X', 'line 1: the flag is not I'],
    ['C,1\nC,2,3', 'line 2: it does not end where it should'],
    ['M,1,99999999999999999999,1', 'line 1: the quantity is not an integer up to 2^53 − 1'],
  ])('with the line %j says: %s', (text, message) => {
    expect(() => parseStream(bytes(text))).toThrow(message);
  });
});
