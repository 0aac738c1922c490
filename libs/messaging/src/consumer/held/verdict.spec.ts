import { consumerDefaults } from '../consumer-options';
import { verdictOf } from './record-trouble';

const options = {
  ...consumerDefaults,
  maxAttempts: 3,
  heldBackoff: { firstMs: 100, capMs: 1_000 },
};
const busy = { cause: 'busy', detail: '', retryable: true };

describe('the verdict on a held message', () => {
  it('waits longer after every failure, and dies with the last attempt', () => {
    const of = (before: number) => verdictOf(before, busy, options, () => 0);
    expect(of(0)).toEqual({ state: 'waiting', attempts: 1, dueInMs: 50 });
    expect(of(1)).toEqual({ state: 'waiting', attempts: 2, dueInMs: 100 });
    expect(of(2)).toEqual({ state: 'dead', attempts: 3, dueInMs: null });
  });

  it('is death at once for what can never succeed', () => {
    const defect = { ...busy, retryable: false };
    expect(verdictOf(0, defect, options, () => 0)).toMatchObject({ state: 'dead', attempts: 1 });
  });
});
