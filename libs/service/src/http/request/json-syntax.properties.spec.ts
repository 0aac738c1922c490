import fc from 'fast-check';
import { jsonErrorPosition } from './json-syntax';

describe('the place where JSON stops being JSON', () => {
  it('is the end for every text that is JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('', ' ', '\n\t'), (text, space) => {
        expect(jsonErrorPosition(space + text + space)).toBe(`${space}${text}${space}`.length);
      }),
    );
  });

  it('is found exactly for those texts that the engine refuses', () => {
    const characters = fc.constantFrom(...'{}[],:"\\ 01.-eE+truefalsn\n');
    fc.assert(
      fc.property(fc.string({ unit: characters, maxLength: 12 }), (text) => {
        const position = jsonErrorPosition(text);
        if (position < text.length) expect(() => JSON.parse(text) as unknown).toThrow();
        else expect(isPrefixOfJson(text)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ['[1 2]', 3],
    ['{"a":01}', 6],
    ['{a:1}', 1],
    ['[1,2', 4],
    ['', 0],
    ['nul', 0],
    ['1 1', 2],
    [']', 0],
    ['{"a":[1}', 7],
    ['"\u0001"', 0],
  ])('of %j is %i', (text, position) => {
    expect(jsonErrorPosition(text)).toBe(position);
  });
});

/** What reaches its end without an error is JSON, or becomes JSON by appending something. */
const isPrefixOfJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    const open: string[] = [];
    for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
      if (token === '{' || token === '[') open.push(token === '{' ? '}' : ']');
      if (token === '}' || token === ']') open.pop();
    }
    const tails = ['', '1', '"a":1', ':1', 'null'].map((t) => t + open.toReversed().join(''));
    return tails.some((tail) => {
      try {
        JSON.parse(text + tail);
        return true;
      } catch {
        return false;
      }
    });
  }
};
