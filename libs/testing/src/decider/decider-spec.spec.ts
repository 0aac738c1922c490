import { accept, reject, type Decider } from '@outcry/kernel';
import { deciderSpec } from './decider-spec';

type Door = 'open' | 'shut';
const door: Decider<Door, 'open' | 'shut', 'opened' | 'closed'> = {
  initialState: () => 'shut',
  decide: (command, state) =>
    command === state
      ? reject('already_so', 'Nothing to do.')
      : accept([command === 'open' ? 'opened' : 'closed']),
  evolve: (_state, event) => (event === 'opened' ? 'open' : 'shut'),
};
const { given } = deciderSpec(door);

describe('an example of a decider', () => {
  it('holds when the events come out, exactly', () => {
    given().when('open').then('opened');
    expect(() => given().when('open').then()).toThrow();
    expect(() => given().when('open').then('opened', 'closed')).toThrow();
  });

  it('holds when the refusal comes out, by its code', () => {
    given('opened').when('open').thenRejected('already_so');
    expect(() => given('opened').when('open').then()).toThrow();
    expect(() => given().when('open').thenRejected('already_so')).toThrow();
    expect(() => given('opened').when('open').thenRejected('other')).toThrow();
  });

  it('shows the state after the events', () => {
    expect(given().when('open').state()).toBe('open');
  });
});
