import { failpoint, isSimulatedCrash } from '../../failpoint';
import type { ConsumerContext } from '../consumer-context';
import type { Delivery } from '../delivery/delivery';
import { inProcessSpan } from '../delivery/process-span';
import { hold } from '../held/hold';
import { placeOf } from '../inbox/inbox-days';
import { backoffMs } from '../../backoff';
import { applyOrdered } from './ordered-effect';
import { createOutage, type Outage } from './outage';
import { pause, type Pace } from './pace';
import { isMissingPartition, troubleOf, type Trouble } from './trouble';
import { applyUnordered } from './unordered-effect';

export type EffectRunner = {
  /** Returns when every delivery is finished, or when the pace is stale. */
  readonly run: (deliveries: readonly Delivery[], pace: Pace) => Promise<void>;
  /** True while the database does not answer. */
  readonly isPaused: () => boolean;
};

type Runner = { readonly context: ConsumerContext; readonly outage: Outage };

/** Why a delivery must be held without an attempt, or null. */
const misfitOf = (context: ConsumerContext, delivery: Delivery): Trouble | null => {
  const { content, eventId } = delivery;
  if (content.kind === 'broken') {
    return { cause: content.cause, detail: content.detail, retryable: false };
  }
  const place = placeOf(eventId, context.days.range());
  const ordered = context.definition.lane === 'ordered';
  if (place === 'inside' || (place === 'too_old' && ordered)) return null;
  return { cause: place, detail: 'the inbox has no day for this event id', retryable: false };
};

/** Nothing to apply and no position to move. */
const isVoid = (context: ConsumerContext, { content, sequence }: Delivery): boolean =>
  content.kind === 'skipped' && (context.definition.lane === 'unordered' || sequence === null);

const attempt = async (
  context: ConsumerContext,
  deliveries: readonly Delivery[],
): Promise<void> => {
  const { definition, database, metrics, labels, log, options } = context;
  const apply = definition.lane === 'ordered' ? applyOrdered : applyUnordered;
  const counts = await inProcessSpan(definition.name, deliveries, () =>
    database.transact((sql) => apply(context, sql, deliveries)),
  );
  if (counts.applied > 0) context.deadLetters.wake();
  await failpoint('consumer.effect.committed');
  metrics.count('consumer_applied_total', labels, counts.applied);
  if (counts.duplicates > 0) metrics.count('inbox_duplicates_total', labels, counts.duplicates);
  if (counts.queued > 0) metrics.count('held_total', { ...labels, cause: 'queued' }, counts.queued);
  if (counts.gaps === 0) return;
  metrics.count('held_total', { ...labels, cause: 'gap' }, counts.gaps);
  const topic = deliveries[0]?.record.topic;
  log.warn({ ...labels, topic, keys: counts.gaps }, 'a sequence is missing: its key is parked');
  context.heldSomething(options.gapRecheckMs);
};

/** Never gives a message up: holding is tried until it is durable or the partition is lost. */
const holdOne = async (
  { context, outage }: Runner,
  delivery: Delivery,
  held: { readonly trouble: Trouble; readonly attempts: number },
  pace: Pace,
): Promise<void> => {
  const { options, log, labels, random } = context;
  for (let failures = 1; !pace.isStale(); failures += 1) {
    try {
      await hold(context, delivery, held.trouble, held.attempts);
      return pace.finished([delivery]);
    } catch (error) {
      if (isSimulatedCrash(error)) throw error;
      if (await outage.outlast(pace)) continue;
      if (isMissingPartition(error)) await context.days.ensure().catch(() => undefined);
      log.error(
        { ...labels, error: String(error) },
        'a message could not be held and is tried again',
      );
      await pause(backoffMs(failures - 1, options.outageBackoff, random));
    }
  }
};

/** Applies all in one transaction, several times; null when done, else why not. */
const tryAll = async (
  { context, outage }: Runner,
  deliveries: readonly Delivery[],
  pace: Pace,
  retries: number,
): Promise<Trouble | null> => {
  const { options, random } = context;
  for (let failures = 1; ; failures += 1) {
    try {
      await attempt(context, deliveries);
      return null;
    } catch (error) {
      if (isSimulatedCrash(error) || isMissingPartition(error)) throw error;
      const trouble = troubleOf(error);
      // An outage is no failure of the message, so it costs no attempt.
      if (await outage.outlast(pace)) failures -= 1;
      else if (!trouble.retryable || failures > retries) return trouble;
      else await pause(backoffMs(failures - 1, options.inPlaceBackoff, random));
      if (pace.isStale()) return trouble;
    }
  }
};

/** What fails together is parted in halves, down to the one that is held. */
const settle = async (
  runner: Runner,
  deliveries: readonly Delivery[],
  pace: Pace,
  retries: number,
): Promise<void> => {
  const [only] = deliveries;
  if (only === undefined || pace.isStale()) return;
  const trouble = await tryAll(runner, deliveries, pace, retries);
  if (trouble === null) return pace.finished(deliveries);
  if (pace.isStale()) return;
  if (deliveries.length === 1) {
    return holdOne(runner, only, { trouble, attempts: retries + 1 }, pace);
  }
  runner.context.metrics.count('consumer_batch_split_total', runner.context.labels);
  const middle = Math.ceil(deliveries.length / 2);
  // The whole has been retried already: its parts get one attempt each.
  const left = trouble.retryable ? 0 : retries;
  await settle(runner, deliveries.slice(0, middle), pace, left);
  await settle(runner, deliveries.slice(middle), pace, left);
};

/** What must be held unseen parts the deliveries into stretches, each settled before the next. */
const runOnce = async (
  runner: Runner,
  deliveries: readonly Delivery[],
  pace: Pace,
): Promise<void> => {
  const { context } = runner;
  const { retriesInPlace } = context.options;
  let stretch: Delivery[] = [];
  for (const delivery of deliveries) {
    const misfit = misfitOf(context, delivery);
    if (isVoid(context, delivery)) {
      pace.finished([delivery]);
    } else if (misfit === null) {
      stretch.push(delivery);
    } else {
      await settle(runner, stretch, pace, retriesInPlace);
      stretch = [];
      await holdOne(runner, delivery, { trouble: misfit, attempts: 0 }, pace);
    }
  }
  await settle(runner, stretch, pace, retriesInPlace);
};

/** Nearly always all of them or none are finished. */
const without = (
  deliveries: readonly Delivery[],
  finished: readonly (readonly Delivery[])[],
): readonly Delivery[] => {
  const count = finished.reduce((sum, done) => sum + done.length, 0);
  if (count === 0) return deliveries;
  if (count === deliveries.length) return [];
  const done = new Set(finished.flat());
  return deliveries.filter((delivery) => !done.has(delivery));
};

export const createEffectRunner = (context: ConsumerContext): EffectRunner => {
  const runner: Runner = { context, outage: createOutage(context) };

  // The inbox days known here may be out of date: an id without one is judged anew, never applied.
  const run = async (deliveries: readonly Delivery[], pace: Pace): Promise<void> => {
    const finished: (readonly Delivery[])[] = [];
    const noting: Pace = {
      isStale: pace.isStale,
      finished: (done) => {
        finished.push(done);
        pace.finished(done);
      },
    };
    while (!pace.isStale()) {
      const left = without(deliveries, finished);
      if (left.length === 0) return;
      try {
        await runOnce(runner, left, noting);
      } catch (error) {
        if (!isMissingPartition(error)) throw error;
        const { firstMs } = context.options.outageBackoff;
        await context.days.ensure().catch(() => pause(firstMs));
      }
    }
  };

  return { run, isPaused: runner.outage.isPaused };
};
