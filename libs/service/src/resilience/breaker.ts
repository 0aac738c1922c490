import { OperationalError } from '@outcry/kernel';
import CircuitBreaker from 'opossum';
import { serviceMetrics, type ServiceMetrics } from '../telemetry/metrics';

export type BreakerState = 'closed' | 'open' | 'half_open';

export type BreakerOptions<Result> = {
  readonly timeoutMs: number;
  /** Calls at once (the bulkhead); more are refused, not queued. */
  readonly capacity: number;
  /** Share of failures in the window at which the breaker opens, in per cent. */
  readonly errorPercentage?: number;
  /** Fewer calls than this in the window never open it. */
  readonly volumeThreshold?: number;
  /** How long an open breaker refuses before it lets one call try. */
  readonly resetMs?: number;
  readonly windowMs?: number;
  /** Whether a result counts as a failure of the other side, as a 5xx answer does. */
  readonly isFailure?: (result: Result) => boolean;
  readonly metrics?: ServiceMetrics;
};

export type Breaker<Args extends readonly unknown[], Result> = {
  /**
   * @throws OperationalError `breaker_open`, `bulkhead_full` or `timed_out`, all retryable, or what
   *   the call itself throws
   */
  readonly call: (...args: Args) => Promise<Result>;
  readonly state: () => BreakerState;
  readonly stop: () => void;
};

const DEFAULTS = { errorPercentage: 50, volumeThreshold: 10, resetMs: 5_000, windowMs: 10_000 };

const REFUSALS: Readonly<Record<string, { readonly code: string; readonly because: string }>> = {
  EOPENBREAKER: { code: 'breaker_open', because: 'is failing; calls to it are held back' },
  ESEMLOCKED: { code: 'bulkhead_full', because: 'has as many calls running as are allowed' },
  ETIMEDOUT: { code: 'timed_out', because: 'did not answer in time' },
};

const STATE_NUMBERS = { closed: 0, half_open: 1, open: 2 } as const;

/** A result that counts as a failure: it leaves the breaker as an error and is unwrapped again. */
class FailedResult extends Error {
  readonly result: unknown;
  constructor(result: unknown) {
    super('the call answered with a failure');
    this.result = result;
  }
}

/** The caller's own mistakes (4xx) say nothing about the health of the other side. */
const isCallersFault = (error: unknown): boolean => {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500;
};

const translated = (name: string, error: unknown): unknown => {
  const refusal = REFUSALS[(error as { code?: string } | null)?.code ?? ''];
  if (refusal === undefined || error instanceof OperationalError) return error;
  return new OperationalError(refusal.code, `${name} ${refusal.because}`, {
    retryable: true,
    cause: error,
  });
};

const OUTCOMES = ['success', 'failure', 'timeout', 'reject', 'semaphoreLocked'] as const;

const report = (name: string, circuit: CircuitBreaker, metrics: ServiceMetrics): void => {
  const state = (value: BreakerState) => () =>
    metrics.gauge('breaker_state', STATE_NUMBERS[value], { breaker: name });
  state('closed')();
  circuit.on('open', state('open'));
  circuit.on('halfOpen', state('half_open'));
  circuit.on('close', state('closed'));
  for (const outcome of OUTCOMES) {
    const count = (): void =>
      metrics.count('breaker_calls_total', { breaker: name, outcome: outcome.toLowerCase() });
    circuit.on(outcome as 'success', count);
  }
};

/** Runs the work with a signal that aborts at the timeout; leaves no timer behind. */
const withTimeout = async <T>(
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs).unref();
  try {
    return await work(timeout.signal);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * A circuit breaker with a timeout and a bulkhead around calls to one other side.
 *
 * States: closed → open (too many failures in the window) → half open (after `resetMs`, one call
 * tries) → closed, or open again.
 *
 * @param call gets a signal that aborts at the timeout while it runs, then the caller's arguments
 */
export const breaker = <Args extends readonly unknown[], Result>(
  name: string,
  call: (signal: AbortSignal, ...args: Args) => Promise<Result>,
  options: BreakerOptions<Result>,
): Breaker<Args, Result> => {
  const { timeoutMs, capacity, isFailure } = options;
  const { errorPercentage, volumeThreshold, resetMs, windowMs } = { ...DEFAULTS, ...options };
  const guarded = async (...args: unknown[]): Promise<Result> => {
    const given = args as unknown as Args;
    const result = await withTimeout(timeoutMs, (signal) => call(signal, ...given));
    if (isFailure?.(result) === true) throw new FailedResult(result);
    return result;
  };
  const circuit = new CircuitBreaker<unknown[], Result>(guarded, {
    name,
    timeout: timeoutMs,
    capacity,
    errorThresholdPercentage: errorPercentage,
    volumeThreshold,
    resetTimeout: resetMs,
    rollingCountTimeout: windowMs,
    errorFilter: isCallersFault,
  });
  report(name, circuit, options.metrics ?? serviceMetrics());
  return {
    call: async (...args) => {
      try {
        return await circuit.fire(...args);
      } catch (error) {
        if (error instanceof FailedResult) return error.result as Result;
        throw translated(name, error);
      }
    },
    state: () => (circuit.halfOpen ? 'half_open' : circuit.opened ? 'open' : 'closed'),
    stop: () => circuit.shutdown(),
  };
};
