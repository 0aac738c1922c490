import { healthOf } from './membership';

const progress = { brokerReachable: true, lag: 5n, lastAdvanceMs: 1_000, assigned: 1 };
const at = (nowMs: number) => ({ nowMs, stalledAfterMs: 60_000 });

describe('health', () => {
  it('is stalled only past the limit, with lag, a broker and no pause', () => {
    expect(healthOf('running', progress, false, at(61_001)).stalled).toBe(true);
    expect(healthOf('running', progress, false, at(61_000)).stalled).toBe(false);
    expect(healthOf('running', { ...progress, lag: 0n }, false, at(99_999)).stalled).toBe(false);
    expect(healthOf('running', progress, true, at(99_999)).stalled).toBe(false);
    const away = { ...progress, brokerReachable: false };
    expect(healthOf('running', away, false, at(99_999)).stalled).toBe(false);
  });

  it('is not stalled before there is a subscription', () => {
    expect(healthOf('starting', undefined, false, at(99_999))).toEqual({
      state: 'starting',
      paused: false,
      lag: 0,
      stalled: false,
      brokerReachable: null,
    });
  });
});
