import { decideBySequence } from './sequence-decision';

describe('the decision by sequence', () => {
  it.each([
    [1n, 0n, 'apply'],
    [2n, 0n, 'gap'],
    [5n, 4n, 'apply'],
    [4n, 4n, 'drop'],
    [3n, 4n, 'drop'],
    [0n, 0n, 'drop'],
    [6n, 4n, 'gap'],
  ] as const)('of %s after %s is %s', (sequence, last, decision) => {
    expect(decideBySequence(sequence, last)).toBe(decision);
  });
});
