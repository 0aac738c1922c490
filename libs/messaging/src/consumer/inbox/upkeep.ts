import type { ConsumerContext } from '../consumer-context';

/** Makes the coming days and drops the past ones, now and then; a failure is for the next time. */
export type Upkeep = { readonly start: () => void; readonly stop: () => Promise<void> };

export const createUpkeep = ({
  days,
  log,
  labels,
  options,
}: Pick<ConsumerContext, 'days' | 'log' | 'labels' | 'options'>): Upkeep => {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  const round = async (): Promise<void> => {
    try {
      await days.ensure();
      await days.prune();
    } catch (error) {
      const fields = { ...labels, error: String(error) };
      log.warn(fields, 'the inbox days could not be kept; later again');
    }
  };

  return {
    start: () => {
      running = round();
      timer = setInterval(() => {
        running = running.then(round);
      }, options.inboxCheckIntervalMs).unref();
    },
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
};
