import { canonicalLines } from './canonical.report';
import { parseStream } from './message.stream';
import { engineFor, feed, runStream } from './run-stream';

const linesOf = (text: string): string[] => {
  const stream = parseStream(new TextEncoder().encode(text));
  const lines: string[] = [];
  feed(engineFor(stream), stream, stream.count, ({ reports }) => {
    lines.push(...canonicalLines(reports, stream));
  });
  return lines;
};

describe('the canonical text', () => {
  it('has a line for each kind of report, with the number of its message', () => {
    const text = ['N,1,S,5,100', 'N,2,B,7,100,I', 'N,3,B,2,90', 'C,3', 'C,3', 'M,9,1,1'].join('\n');
    expect(linesOf(text)).toEqual([
      '0,0,1,1,100,5',
      '0,1,0,2,100,7',
      '1,1,100,5,1,2',
      '2,1,0,2,100',
      '0,2,0,3,90,2',
      '2,3,0,3,90',
      '4,4,3',
      '5,5,9',
    ]);
  });

  it('tells trades of a modification before the modification, since they sort so', () => {
    expect(linesOf('N,1,S,5,100\nN,2,B,7,90\nM,2,6,100').slice(2)).toEqual([
      '1,2,100,5,1,2',
      '3,2,0,2,100,6',
    ]);
  });

  it('lets a modification to less at the same price lose its place, as the authors do', () => {
    const text = 'N,1,S,5,100\nN,2,S,5,100\nM,1,4,100\nN,3,B,1,100';
    expect(linesOf(text).at(-1)).toBe('1,3,100,1,2,3');
  });

  it('is hashed without a newline at the end', () => {
    const stream = parseStream(new TextEncoder().encode('C,1'));
    const sha256OfOneLine = '34fec7bbdf1644159523db51eff8c987160daf44094004fbceb171f80f0de144';
    expect(runStream(stream)).toMatchObject({ messages: 1, sha256: sha256OfOneLine });
  });

  it('is refused for a stream whose amounts would not be exact', () => {
    const stream = parseStream(new TextEncoder().encode('N,1,B,9007199254740991,2'));
    expect(() => engineFor(stream)).toThrow('exceeds 2^53');
  });
});
