import { noMetrics } from '@outcry/messaging';
import { breaker, type BreakerOptions } from './breaker';

const tight = {
  timeoutMs: 1_000,
  capacity: 100,
  volumeThreshold: 4,
  resetMs: 30,
  metrics: noMetrics,
};

const failures = async (count: number, call: () => Promise<unknown>): Promise<unknown[]> =>
  Promise.all(
    Array.from({ length: count }, () =>
      call().then(
        () => 'ok',
        (error: { code?: string }) => error.code ?? 'thrown',
      ),
    ),
  );

describe('a circuit breaker', () => {
  const stops: (() => void)[] = [];
  afterEach(() => stops.splice(0).forEach((stop) => stop()));

  const guard = <R>(
    call: (signal: AbortSignal) => Promise<R>,
    more: Partial<BreakerOptions<R>> = {},
  ) => {
    const made = breaker('upstream', call, { ...tight, ...more });
    stops.push(made.stop);
    return made;
  };

  it('opens after enough failures and holds calls back at once', async () => {
    let calls = 0;
    const guarded = guard(async () => {
      calls += 1;
      throw new Error('down');
    });
    await failures(4, guarded.call);
    expect(guarded.state()).toBe('open');
    await expect(guarded.call()).rejects.toMatchObject({ code: 'breaker_open', retryable: true });
    expect(calls).toBe(4);
  });

  it('aborts a call at its timeout, and leaves no timer behind one that has ended', async () => {
    const signals: AbortSignal[] = [];
    const timeoutMs = 20;
    const quick = guard(async (signal) => void signals.push(signal), { timeoutMs });
    const endless = guard((signal) => new Promise(() => void signals.push(signal)), { timeoutMs });
    await quick.call();
    await expect(endless.call()).rejects.toMatchObject({ code: 'timed_out' });
    await new Promise((resolve) => setTimeout(resolve, timeoutMs * 5));
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
  });

  it('lets one call try after a while, and closes when it succeeds', async () => {
    let healthy = false;
    const guarded = guard(async () => {
      if (!healthy) throw new Error('down');
      return 'fine';
    });
    await failures(4, guarded.call);
    healthy = true;
    while (guarded.state() === 'open') await new Promise((resolve) => setTimeout(resolve, 5));
    expect(guarded.state()).toBe('half_open');
    expect(await guarded.call()).toBe('fine');
    expect(guarded.state()).toBe('closed');
  });

  it('never counts the caller’s own mistakes', async () => {
    const guarded = guard(async () => {
      throw Object.assign(new Error('no such thing'), { status: 404 });
    });
    await failures(10, guarded.call);
    expect(guarded.state()).toBe('closed');
  });

  it('counts an answer that is a failure, and still hands it out', async () => {
    const guarded = guard(async () => ({ status: 502 }), {
      isFailure: ({ status }) => status >= 500,
    });
    expect(await guarded.call()).toEqual({ status: 502 });
    await failures(3, guarded.call);
    expect(guarded.state()).toBe('open');
  });

  it('gives up a call that takes too long, and tells it', async () => {
    let aborted = false;
    const guarded = guard(
      (signal) =>
        new Promise(() => {
          signal.addEventListener('abort', () => (aborted = true));
        }),
      { timeoutMs: 20 },
    );
    await expect(guarded.call()).rejects.toMatchObject({ code: 'timed_out', retryable: true });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(aborted).toBe(true);
  });

  it('refuses calls beyond its capacity', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const guarded = guard(() => promise, { capacity: 1 });
    const first = guarded.call();
    await expect(guarded.call()).rejects.toMatchObject({ code: 'bulkhead_full', retryable: true });
    resolve('done');
    expect(await first).toBe('done');
  });

  it('reports its state and every outcome', async () => {
    const seen: string[] = [];
    const guarded = guard(
      async () => {
        throw new Error('down');
      },
      {
        metrics: {
          ...noMetrics,
          count: (name, { outcome }) => seen.push(`${name} ${outcome}`),
          gauge: (name, value) => seen.push(`${name} ${value}`),
        },
      },
    );
    await failures(4, guarded.call);
    expect(seen).toContain('breaker_state 0');
    expect(seen).toContain('breaker_calls_total failure');
    expect(seen).toContain('breaker_state 2');
  });
});
