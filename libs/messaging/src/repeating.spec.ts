import { repeating } from './repeating';

describe('repeated work', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('runs at once, then again after each pause', async () => {
    let runs = 0;
    const work = repeating(
      100,
      async () => void (runs += 1),
      () => undefined,
    );
    await work.start();
    expect(runs).toBe(1);
    await jest.advanceTimersByTimeAsync(99);
    expect(runs).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(runs).toBe(2);
    await work.stop();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(runs).toBe(2);
  });

  it('tells of a failed run and goes on', async () => {
    const errors: unknown[] = [];
    const work = repeating(
      100,
      () => Promise.reject(new Error('x')),
      (error) => errors.push(error),
    );
    await work.start();
    await jest.advanceTimersByTimeAsync(100);
    expect(errors).toHaveLength(2);
    await work.stop();
  });

  it('never runs twice at once, and ends only when the run in progress has', async () => {
    let finish = (): void => undefined;
    let runs = 0;
    const work = repeating(
      10,
      () => {
        runs += 1;
        return new Promise<void>((resolve) => (finish = resolve));
      },
      () => undefined,
    );
    void work.start();
    await jest.advanceTimersByTimeAsync(500);
    expect(runs).toBe(1);
    let stopped = false;
    void work.stop().then(() => (stopped = true));
    await jest.advanceTimersByTimeAsync(0);
    expect(stopped).toBe(false);
    finish();
    await jest.advanceTimersByTimeAsync(100);
    expect({ stopped, runs }).toEqual({ stopped: true, runs: 1 });
  });
});
