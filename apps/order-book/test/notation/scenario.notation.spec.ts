import { readCommand } from './command.notation';
import { play, readScenarios, script } from './scenario.notation';

const read = (line: string) => readCommand(line, { time: 7, instrument: 3 });
const base = { time: 7, instrument: 3 };
const order = { ...base, kind: 'place', id: 1, account: 1, side: 'buy', quantity: 5 };

describe('the notation of commands', () => {
  it.each([
    ['buy 1 5@100', { ...order, type: 'limit', price: 100 }],
    ['buy 1 5@market', { ...order, type: 'market' }],
    ['buy 1 5@stop:105', { ...order, type: 'stop', trigger: 105 }],
    ['buy 1 5@stop:105:106', { ...order, type: 'stop_limit', trigger: 105, price: 106 }],
    ['buy 1 5@trail:3', { ...order, type: 'trailing_stop', trail: 3 }],
    ['@9 #4 cancel 1', { time: 9, instrument: 4, kind: 'cancel', id: 1 }],
    ['amend 1 3@99', { ...base, kind: 'amend', id: 1, price: 99, quantity: 3 }],
    [
      'state auction opening until=9',
      { ...base, kind: 'set_state', state: 'auction', auction: 'opening', endsAt: 9 },
    ],
    [
      'buy 1 5@100 post-only gtd=9 by=2 show=3 {"tier": 99}',
      {
        ...order,
        type: 'limit',
        price: 100,
        postOnly: true,
        timeInForce: 'gtd',
        expiresAt: 9,
        account: 2,
        display: 3,
        tier: 99,
      },
    ],
    [
      'oco sell 5 1@110 2@90:89',
      {
        ...base,
        kind: 'place_oco',
        account: 1,
        side: 'sell',
        quantity: 5,
        limit: { id: 1, price: 110 },
        stop: { id: 2, trigger: 90, price: 89 },
      },
    ],
    ['{"kind": "advance"}', { kind: 'advance' }],
  ])('reads %s', (line, command) => {
    expect(read(line)).toEqual(command);
  });

  it('knows what it does not know', () => {
    expect(() => read('bid 1 5@100')).toThrow('No such command');
    expect(() => read('buy 1 5@100 quickly')).toThrow('No such option');
  });
});

describe('the notation of scenarios', () => {
  const text = '# one\nbuy 1 5@100\ncancel 1 | a\n  | b; c\n\n# two\ndefine maxPrice=5 | defined\n';

  it('has a title and a line per step, and defines an instrument where none is defined', () => {
    const [one, two] = readScenarios(text);
    expect(one?.title).toBe('one');
    expect(one?.steps.map((step) => step.expected)).toEqual([undefined, undefined, 'a; b; c']);
    expect(two?.steps.map((step) => step.command.kind)).toEqual(['define_instrument']);
  });

  it('tells a scenario that went otherwise', () => {
    const scenario = readScenarios(text)[0] as ReturnType<typeof readScenarios>[0];
    expect(play(scenario, { execute: () => [] })).not.toBe(script(scenario));
  });
});
