import type { Logger } from '../telemetry/logger';

/** Work of a service beside its requests and messages, such as a sweeper. */
export type BackgroundTask = {
  readonly name: string;
  readonly start: () => void;
  /** Resolves when nothing of it runs any more. */
  readonly stop: () => Promise<void>;
};

export type PeriodicTaskOptions = {
  readonly name: string;
  /** From the end of one run to the start of the next, with up to a fifth more by chance. */
  readonly everyMs: number;
  /** Aborted by `stop`: a long run ends early. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly log: Logger;
};

/**
 * Repeats `run`, never two at once, the first time after a random part of the interval so that
 * replicas spread out. A run that throws is logged and tried again at the next turn.
 */
export const periodicTask = (options: PeriodicTaskOptions): BackgroundTask => {
  const { name, everyMs, run, log } = options;
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  const schedule = (inMs: number): void => {
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => {
      running = run(stopping.signal)
        .catch((err: unknown) => log.warn({ err, task: name }, 'a background task failed'))
        .finally(() => schedule(everyMs * (1 + Math.random() / 5)));
    }, inMs);
  };

  return {
    name,
    start: () => schedule(Math.random() * everyMs),
    stop: () => {
      stopping.abort();
      clearTimeout(timer);
      return running;
    },
  };
};
