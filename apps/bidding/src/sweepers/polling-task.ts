import type { BackgroundTask, Logger } from '@outcry/service';

export type PollingTaskOptions = {
  readonly name: string;
  readonly log: Logger;
  /** One look; tells how long to wait for the next, in milliseconds. */
  readonly run: () => Promise<number>;
  readonly retryMs: number;
};

/**
 * Repeats `run` at its own pace, never two at once. `wake` makes the next run come now, or at once
 * after the one that is under way.
 */
export const pollingTask = (
  options: PollingTaskOptions,
): BackgroundTask & { readonly wake: () => void } => {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let isWoken = false;
  let isStopped = false;

  const runNow = (): void => {
    if (isStopped || running) return;
    isWoken = false;
    running = options
      .run()
      .catch((err: unknown) => {
        options.log.warn({ err, task: options.name }, 'a background task failed');
        return options.retryMs;
      })
      .then((pauseMs) => {
        running = null;
        if (!isStopped) timer = setTimeout(runNow, isWoken ? 0 : pauseMs);
      });
  };

  return {
    name: options.name,
    start: runNow,
    wake: () => {
      isWoken = true;
      if (running || isStopped) return;
      clearTimeout(timer);
      runNow();
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
};
