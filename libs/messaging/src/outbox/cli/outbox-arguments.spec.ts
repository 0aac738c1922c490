import { parseOutboxCommand } from './outbox-arguments';

const parse = (line: string) => parseOutboxCommand(line.split(' '), 'me');

describe('the arguments of npm run outbox', () => {
  it.each([
    ['ls --service bidding', { verb: 'ls', service: 'bidding' }],
    [
      'ls --service bidding --topic t --key k',
      { verb: 'ls', service: 'bidding', topic: 't', key: 'k' },
    ],
    ['skip --service ledger --id 1', { verb: 'skip', service: 'ledger', id: '1' }],
    [
      'fix --service ledger --id 1 --data {"a":1}',
      { verb: 'fix', service: 'ledger', id: '1', data: { a: 1 } },
    ],
    [
      'skip --service ledger --id 1 --actor ann --reason gone',
      { verb: 'skip', service: 'ledger', id: '1', operator: { actor: 'ann', reason: 'gone' } },
    ],
    [
      'release --service ledger --topic t --key k',
      { verb: 'release', service: 'ledger', topic: 't', key: 'k' },
    ],
  ])('%s', (line, command) => {
    expect(parse(line)).toEqual({ operator: { actor: 'me', reason: '' }, ...command });
  });

  it.each([
    ['ls', '--service is needed'],
    ['ls --service s --topic t', '--key is needed'],
    ['ls --service s --key k', '--topic is needed'],
    ['fix --service s --id 1', '--data is needed'],
    ['fix --service s --data {}', '--id is needed'],
    ['fix --service s --id 1 --data {', '--data is not valid JSON'],
    ['skip --service s', '--id is needed'],
    ['release --service s --key k', '--topic is needed'],
    ['release --service s --topic t', '--key is needed'],
    ['drop --service s', 'one of ls, fix, skip, release, not "drop"'],
    ['--service s', 'not ""'],
    ['ls --service s --colour red', '--colour'],
  ])('%s is refused with a sentence', (line, sentence) => {
    expect(() => parse(line)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining(sentence) }),
    );
  });
});
