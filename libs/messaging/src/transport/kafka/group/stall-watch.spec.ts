import { stallWatch, type StallWatch } from './stall-watch';

describe('the stall watch', () => {
  let stalls: number;
  let watch: StallWatch;
  beforeEach(() => {
    jest.useFakeTimers();
    stalls = 0;
    watch = stallWatch(() => (stalls += 1), { stallMs: 100, checkMs: 10 });
  });
  afterEach(() => {
    watch.stop();
    jest.useRealTimers();
  });

  it('tells of a client that shows no sign of life', () => {
    jest.advanceTimersByTime(99);
    expect(stalls).toBe(0);
    jest.advanceTimersByTime(10);
    expect(stalls).toBe(1);
  });

  it('is content with a sign of life', () => {
    for (let at = 0; at < 10; at += 1) {
      jest.advanceTimersByTime(60);
      watch.alive();
    }
    expect(stalls).toBe(0);
  });

  it('waits for a batch at work, however long it takes', async () => {
    let finish = (): void => undefined;
    const work = watch.during(new Promise<void>((resolve) => (finish = resolve)));
    jest.advanceTimersByTime(1_000);
    expect(stalls).toBe(0);
    finish();
    await work;
    jest.advanceTimersByTime(99);
    expect(stalls).toBe(0);
    jest.advanceTimersByTime(10);
    expect(stalls).toBe(1);
  });

  it('goes on watching after a batch that failed', async () => {
    await expect(watch.during(Promise.reject(new Error('x')))).rejects.toThrow('x');
    jest.advanceTimersByTime(100);
    expect(stalls).toBe(1);
  });

  it('ends', () => {
    watch.stop();
    jest.advanceTimersByTime(1_000);
    expect(stalls).toBe(0);
  });
});
