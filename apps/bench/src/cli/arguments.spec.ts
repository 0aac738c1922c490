import { isChosen, parseBenchArguments } from './arguments';

describe('the arguments of the benchmarks', () => {
  it('run everything at full size unless told otherwise', () => {
    expect(parseBenchArguments([])).toEqual({
      ...{ only: [], scale: 'full', report: null },
      ...{ data: null, rivals: null, long: false },
    });
  });

  it('take names, a report and the small sizes', () => {
    const words = ['--only', 'relay-drain,hot', '--quick', '--long', '--report', 'bench.json'];
    expect(parseBenchArguments(words)).toEqual({
      only: ['relay-drain', 'hot'],
      scale: 'quick',
      report: 'bench.json',
      data: null,
      rivals: null,
      long: true,
    });
  });

  it('refuse what they do not know', () => {
    expect(() => parseBenchArguments(['--fast'])).toThrow('--fast');
  });

  it.each([
    { only: [], chosen: true },
    { only: ['hot-auction'], chosen: true },
    { only: ['hot'], chosen: true },
    { only: ['hot-auction/http'], chosen: true },
    { only: ['relay-drain'], chosen: false },
    { only: ['relay-drain', 'hot'], chosen: true },
  ])('choose hot-auction: $chosen for $only', ({ only, chosen }) => {
    expect(isChosen('hot-auction', only)).toBe(chosen);
  });
});
