import { LONG_CHAINS, STEPS, stepsOf } from './long.chains';

describe('one command', () => {
  it.each(Object.entries(LONG_CHAINS))('goes through 30,000 %s without recursion', (_, chain) => {
    expect(stepsOf(chain)).toBe(STEPS);
  });
});
