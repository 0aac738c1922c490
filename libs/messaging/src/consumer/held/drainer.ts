import { isSimulatedCrash } from '../../failpoint';
import type { ConsumerContext } from '../consumer-context';
import { drainDelayed } from './drain-delayed';
import { drainKeys } from './drain-keys';

/** Tries held messages when they are due: every replica's drain, fenced by row locks. */
export type Drainer = {
  readonly start: () => void;
  /** Looks again after `delayMs`, if that is sooner than the next round. */
  readonly wakeIn: (delayMs: number) => void;
  /** Returns when the message in hand is done. */
  readonly stop: () => Promise<void>;
};

const GAUGE_EVERY_MS = 10_000;

const HELD_COUNTS = `
  SELECT state, count(*)::int AS messages FROM held_message
  WHERE consumer = $1 AND state <> 'settled' GROUP BY state`;

export const createDrainer = (context: ConsumerContext): Drainer => {
  const { definition, options, database, log, metrics, labels, clock } = context;
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let nextAtMs = Infinity;
  let round: Promise<void> | null = null;
  let countedAtMs = 0;

  const countHeld = async (): Promise<void> => {
    if (clock.nowMs() - countedAtMs < GAUGE_EVERY_MS) return;
    countedAtMs = clock.nowMs();
    const { rows } = await database.query<{ state: string; messages: number }>(HELD_COUNTS, [
      definition.name,
    ]);
    for (const state of ['waiting', 'queued', 'dead']) {
      const found = rows.find((row) => row.state === state);
      metrics.gauge('held_messages', found?.messages ?? 0, { ...labels, state });
    }
  };

  const drain = async (): Promise<void> => {
    try {
      const drainDue = definition.lane === 'ordered' ? drainKeys : drainDelayed;
      await drainDue(context, () => stopping);
      await countHeld();
    } catch (error) {
      if (isSimulatedCrash(error)) stopping = true;
      else
        log.warn(
          { ...labels, error: String(error) },
          'held messages could not be looked at; later again',
        );
    }
  };

  const schedule = (delayMs: number): void => {
    const atMs = Date.now() + delayMs;
    if (stopping || atMs >= nextAtMs) return;
    clearTimeout(timer);
    nextAtMs = atMs;
    timer = setTimeout(runRound, delayMs);
  };

  function runRound(): void {
    nextAtMs = Infinity;
    round ??= drain().finally(() => {
      round = null;
      schedule(options.drainIntervalMs);
    });
  }

  return {
    start: () => schedule(0),
    wakeIn: schedule,
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      await round;
    },
  };
};
