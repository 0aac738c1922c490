import { assert, type Clock } from '@outcry/kernel';
import { isSimulatedCrash } from '../failpoint';
import {
  noMetrics,
  silentLog,
  type Labels,
  type MessagingLog,
  type MessagingMetrics,
} from '../telemetry';
import type { Transport } from '../transport/transport';
import type { Consumer } from './consumer';
import type { ProjectionDefinition } from './consumer-definition';
import { consumerDefaults, type ConsumerOptions } from './consumer-options';
import type { Delivery } from './delivery/delivery';
import { createDecoder } from './delivery/delivery-decoder';
import { gatherRuns } from './delivery/gathered-runs';
import { runPartition } from './delivery/partition-run';
import { inProcessSpan } from './delivery/process-span';
import { progressMeter } from './delivery/progress-meter';
import { backoffMs } from '../backoff';
import { pause, type Pace } from './effect/pace';
import { troubleOf, type Trouble } from './effect/trouble';
import { createMembership } from './membership';

export type ProjectionDependencies = {
  readonly transport: Transport;
  readonly log?: MessagingLog;
  readonly metrics?: MessagingMetrics;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly options?: Partial<ConsumerOptions>;
};

type Projecting = {
  readonly definition: ProjectionDefinition;
  readonly log: MessagingLog;
  readonly metrics: MessagingMetrics;
  readonly labels: Labels;
  readonly random: () => number;
  readonly options: ConsumerOptions;
  /** Told of the beginning (1) and the end (-1) of a wait for the target. */
  readonly waiting: (change: 1 | -1) => void;
};

const leaveOut = (
  { metrics, log, labels }: Projecting,
  { record, eventId, key }: Delivery,
  { cause, detail }: Pick<Trouble, 'cause' | 'detail'>,
): void => {
  metrics.count('projection_dropped_total', { ...labels, cause });
  log.error(
    { ...labels, cause, detail, topic: record.topic, key, eventId },
    'a message cannot be projected and is left out',
  );
};

/** Projects all at once, however long the target takes; null when done, else why it never will. */
const tryAll = async (
  projecting: Projecting,
  deliveries: readonly Delivery[],
  pace: Pace,
): Promise<Trouble | null> => {
  const { definition, options, random, log, labels, waiting } = projecting;
  const messages = deliveries.flatMap(({ content }) =>
    content.kind === 'message' ? [content.message] : [],
  );
  for (let attempt = 1; messages.length > 0 && !pace.isStale(); attempt += 1) {
    try {
      await inProcessSpan(definition.name, deliveries, () => definition.project(messages));
      return null;
    } catch (error) {
      const trouble = troubleOf(error);
      if (isSimulatedCrash(error)) throw error;
      if (!trouble.retryable) return trouble;
      if (attempt === 1)
        log.warn({ ...labels, error: String(error) }, 'the target fails: the projection waits');
      waiting(1);
      await pause(backoffMs(attempt - 1, options.outageBackoff, random));
      waiting(-1);
    }
  }
  return null;
};

const project = async (
  projecting: Projecting,
  deliveries: readonly Delivery[],
  pace: Pace,
): Promise<void> => {
  const trouble = await tryAll(projecting, deliveries, pace);
  if (trouble !== null && deliveries.length > 1) {
    for (const delivery of deliveries) await project(projecting, [delivery], pace);
    return;
  }
  if (pace.isStale()) return;
  if (trouble !== null) {
    for (const delivery of deliveries) leaveOut(projecting, delivery, trouble);
  }
  pace.finished(deliveries);
};

/**
 * A consumer without inbox or database, for a target that drops what it has already seen. A
 * retryable failure waits and tries again for as long as it takes; a message that can never be
 * projected is logged, counted and left out, since the target is losable by definition.
 */
export const createProjection = (
  definition: ProjectionDefinition,
  dependencies: ProjectionDependencies,
): Consumer => {
  assert(definition.accepts.length > 0, `projection ${definition.name} accepts no message`);
  const { transport, log = silentLog, metrics = noMetrics } = dependencies;
  const { random = Math.random, clock = { nowMs: Date.now } } = dependencies;
  const options = { ...consumerDefaults, ...dependencies.options };
  const labels = { consumer: definition.name };
  let waits = 0;
  const waiting = (change: 1 | -1): void => void (waits += change);
  const projecting = { definition, log, metrics, labels, random, options, waiting };
  const meter = progressMeter(metrics, labels, clock);
  const { maxBatch } = definition;
  const { maxConcurrency, heartbeatIntervalMs } = options;
  const decode = createDecoder(definition.accepts, 'unordered');

  const projectAll = async (deliveries: readonly Delivery[], pace: Pace): Promise<void> => {
    for (const delivery of deliveries) {
      const { content } = delivery;
      if (content.kind === 'broken') leaveOut(projecting, delivery, content);
    }
    await project(projecting, deliveries, pace);
  };
  const run = gatherRuns(projectAll, { decode, maxBatch, maxConcurrency });

  return createMembership({
    subscription: definition,
    ...{ transport, log, labels, clock, random, options },
    prepare: () => Promise.resolve(),
    onBatch: (batch, isStopping, onDefect) =>
      runPartition(batch, {
        ...{ run, maxBatch, maxConcurrency, heartbeatIntervalMs, isStopping, onDefect },
        finished: (deliveries) => meter.finished(batch, deliveries),
      }),
    isPaused: () => waits > 0,
  });
};
