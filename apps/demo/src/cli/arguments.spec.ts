import { parseDemoArguments } from './arguments';

describe('the demo’s arguments', () => {
  it('default to the shipped excerpt over eight lanes', () => {
    expect(parseDemoArguments([])).toEqual({
      bids: null,
      softClose: null,
      known: null,
      report: null,
      lanes: 8,
      show: false,
    });
  });

  it('take two files for the soft close, and a report', () => {
    const words = ['--soft-close', 'bids.csv', 'results.csv', '--report', 'out.json'];
    expect(parseDemoArguments(words)).toMatchObject({
      softClose: { bids: 'bids.csv', results: 'results.csv' },
      report: 'out.json',
    });
  });

  it.each([
    [['--soft-close', 'bids.csv'], 'takes two files'],
    [['results.csv'], '"results.csv" belongs to no option'],
    [['--lanes', '0'], '--lanes takes a whole number'],
    [['--lanes', 'x'], '--lanes takes a whole number'],
    [['--bid', 'x'], 'Unknown option'],
  ])('refuse %j with a sentence', (words, sentence) => {
    expect(() => parseDemoArguments(words)).toThrow(sentence);
  });
});
