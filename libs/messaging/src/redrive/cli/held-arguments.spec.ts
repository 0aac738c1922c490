import { durationOf, parseHeldCommand } from './held-arguments';

const parse = (line: string) => parseHeldCommand(line.split(' '), 'pat');

describe('the arguments of `held`', () => {
  it('name a command, a service and a filter', () => {
    expect(
      parse(
        'redrive --service bidding --consumer c --topic t --key k --type y --cause z ' +
          '--state dead --older-than 2h --rate 5 --cap 4 --limit 9 --dry-run --reason because',
      ),
    ).toEqual({
      verb: 'redrive',
      service: 'bidding',
      filter: {
        ...{ consumer: 'c', topic: 't', key: 'k', type: 'y', cause: 'z' },
        ...{ state: 'dead', olderThanMs: 7_200_000 },
      },
      ...{ all: false, dryRun: true, acceptGap: false, limit: 9, ratePerSecond: 5, cap: 4 },
      ...{ actor: 'pat', reason: 'because' },
    });
  });

  it('list everything without a filter', () => {
    expect(parse('ls --service ledger')).toMatchObject({ verb: 'ls', filter: {} });
  });

  it.each([
    ['fly --service a', /one of ls, show, release, redrive, drop, not "fly"/],
    ['ls', /--service names/],
    ['drop --service a', /drop without a filter needs --all/],
    ['redrive --service a', /redrive without a filter needs --all/],
    ['show --service a --consumer c', /needs --consumer and --event/],
    ['release --service a --event e', /needs --consumer and --event/],
    ['ls --service a --state lost', /--state is one of waiting, queued, dead/],
    ['ls --service a --bogus', /Unknown option '--bogus'/],
    ['ls --service a --limit none', /--limit is a positive number/],
    ['ls --service a --rate 0', /--rate is a positive number/],
    ['ls --service a --older-than soon', /a duration is like 90s/],
  ])('are refused with a sentence: %s', (line, sentence) => {
    expect(() => parse(line)).toThrow(sentence);
  });

  it('drop everything only when told so', () => {
    expect(parse('drop --service a --all')).toMatchObject({ verb: 'drop', all: true });
  });

  it('know durations', () => {
    expect(['90s', '15m', '2h', '7d'].map(durationOf)).toEqual([
      90_000, 900_000, 7_200_000, 604_800_000,
    ]);
  });
});
