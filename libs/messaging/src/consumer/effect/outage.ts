import type { ConsumerContext } from '../consumer-context';
import { backoffMs } from '../../backoff';
import { pause, type Pace } from './pace';

/** Tells a failure of the database from a failure of a message, and waits the former out. */
export type Outage = {
  /** Waits while the database does not answer; false if it had answered at once. */
  readonly outlast: (pace: Pace) => Promise<boolean>;
  readonly isPaused: () => boolean;
};

export const createOutage = (
  context: Pick<ConsumerContext, 'database' | 'options' | 'labels' | 'log' | 'metrics' | 'random'>,
): Outage => {
  const { database, options, labels, log, metrics, random } = context;
  let waiting = 0;

  const answers = (): Promise<boolean> =>
    database.query('SELECT 1').then(
      () => true,
      () => false,
    );

  const began = (): void => {
    waiting += 1;
    if (waiting > 1) return;
    metrics.gauge('consumer_paused', 1, labels);
    log.warn(labels, 'the database does not answer: the consumer pauses');
  };

  const ended = (): void => {
    waiting -= 1;
    if (waiting > 0) return;
    metrics.gauge('consumer_paused', 0, labels);
    log.info(labels, 'the consumer goes on after its pause');
  };

  return {
    isPaused: () => waiting > 0,
    outlast: async (pace) => {
      if (await answers()) return false;
      began();
      try {
        for (let attempt = 1; !pace.isStale(); attempt += 1) {
          await pause(backoffMs(attempt - 1, options.outageBackoff, random));
          if (await answers()) break;
        }
      } finally {
        ended();
      }
      return true;
    },
  };
};
