import { readArguments } from './arguments';

describe('the arguments of a campaign', () => {
  it.each([
    ['nothing', [], { seeds: [1], minutes: 1, faults: [] }],
    ['one seed', ['--seed', '7'], { seeds: [7] }],
    ['listed seeds', ['--seed', '7,3'], { seeds: [7, 3] }],
    ['a number of seeds', ['--seed', '7', '--seeds', '3'], { seeds: [7, 8, 9] }],
    [
      'all there is',
      ['--minutes', '0.5', '--faults', 'kafka,link.postgres', '--mutant', 'm', '--report', 'f'],
      { minutes: 0.5, faults: ['kafka', 'link.postgres'], mutant: 'm', report: 'f' },
    ],
  ])('may be %s', (_name, given, expected) => {
    expect(readArguments(given)).toMatchObject(expected);
  });

  it.each([
    ['an unknown word', ['--sead', '7']],
    ['a word without its value', ['--seed']],
    ['a seed that is no number', ['--seed', 'x']],
    ['no time', ['--minutes', '0']],
  ])('may not be %s, and the answer says how', (_name, given) => {
    expect(() => readArguments(given)).toThrow('npm run nemesis -- [--seed');
  });

  it('may not name a fault that there is none of', () => {
    expect(() => readArguments(['--faults', 'kafka,nothing'])).toThrow(
      'There is no fault nothing: there are service.kill,',
    );
  });
});
