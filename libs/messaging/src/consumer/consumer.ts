import { assert, type Clock } from '@outcry/kernel';
import type { Outbox } from '../outbox/outbox';
import type { Database } from '../sql';
import { noMetrics, silentLog, type MessagingLog, type MessagingMetrics } from '../telemetry';
import type { PartitionBatch, Transport } from '../transport/transport';
import type { ConsumerContext } from './consumer-context';
import type { ConsumerDefinition } from './consumer-definition';
import { consumerDefaults, type ConsumerOptions } from './consumer-options';
import { createDecoder } from './delivery/delivery-decoder';
import { gatherRuns } from './delivery/gathered-runs';
import { runPartition } from './delivery/partition-run';
import { createEffectRunner } from './effect/effect-runner';
import { deadLettersThrough } from './held/dead-letter';
import { createDrainer } from './held/drainer';
import { createInboxDays } from './inbox/inbox-partitions';
import { createUpkeep } from './inbox/upkeep';
import { createMembership, type ConsumerHealth } from './membership';
import { progressMeter } from './delivery/progress-meter';

export type ConsumerDependencies = {
  readonly database: Database;
  readonly transport: Transport;
  /** The service's own outbox, through which dead letters are published. */
  readonly outbox: Pick<Outbox, 'appendRows' | 'wake'>;
  readonly log?: MessagingLog;
  readonly metrics?: MessagingMetrics;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly options?: Partial<ConsumerOptions>;
};

/**
 * States: created → starting (the database or the broker may still be away) → running → stopping →
 * stopped. While the database is down a running consumer pauses and keeps its membership.
 */
export type Consumer = {
  /** Its group. */
  readonly name: string;
  /** Returns once subscribed, or once a first attempt has failed; others then follow. */
  readonly start: () => Promise<void>;
  /** Finishes what is in hand, commits, leaves the group. */
  readonly stop: () => Promise<void>;
  readonly health: () => ConsumerHealth;
};

const checkDefinition = (definition: ConsumerDefinition, options: ConsumerOptions): void => {
  const { name, lane, from, accepts, maxBatch } = definition;
  assert(accepts.length > 0, `consumer ${name} accepts no message`);
  assert(maxBatch >= 1, `consumer ${name}: maxBatch is at least 1`);
  assert(
    lane === 'unordered' || from === 'earliest',
    `consumer ${name} is ordered: it needs every message of a key, so it starts at the earliest`,
  );
  for (const { topic } of accepts) {
    assert(
      options.inbox.retentionMs > topic.retentionMs,
      `consumer ${name}: the inbox must outlive topic ${topic.name} (${topic.retentionMs} ms)`,
    );
  }
};

/** A consumer whose effects happen once: inbox row, effect and position share one transaction. */
export const createConsumer = (
  definition: ConsumerDefinition,
  dependencies: ConsumerDependencies,
): Consumer => {
  const options = { ...consumerDefaults, ...dependencies.options };
  checkDefinition(definition, options);
  const { database, transport, outbox } = dependencies;
  const { log = silentLog, metrics = noMetrics, random = Math.random } = dependencies;
  const clock = dependencies.clock ?? { nowMs: Date.now };
  const labels = { consumer: definition.name };
  const days = createInboxDays(database, options.inbox);
  const context: ConsumerContext = {
    ...{ definition, options, database, days, log, metrics, labels, clock, random },
    decode: createDecoder(definition.accepts, definition.lane),
    deadLetters: deadLettersThrough(outbox),
    heldSomething: (dueInMs) => drainer.wakeIn(dueInMs),
  };
  const drainer = createDrainer(context);
  const runner = createEffectRunner(context);
  const { maxBatch } = definition;
  const { maxConcurrency, heartbeatIntervalMs } = options;
  const run = gatherRuns(runner.run, { decode: context.decode, maxBatch, maxConcurrency });
  const meter = progressMeter(metrics, labels, clock);

  const membership = createMembership({
    subscription: { name: definition.name, from: definition.from, accepts: definition.accepts },
    ...{ transport, log, labels, clock, random, options },
    prepare: days.ensure,
    onBatch: (batch: PartitionBatch, isStopping, onDefect) =>
      runPartition(batch, {
        ...{ run, isStopping, onDefect, maxBatch, maxConcurrency, heartbeatIntervalMs },
        finished: (deliveries) => meter.finished(batch, deliveries),
      }),
    isPaused: runner.isPaused,
  });
  const upkeep = createUpkeep(context);

  return {
    name: definition.name,
    start: async () => {
      await membership.start();
      drainer.start();
      upkeep.start();
    },
    stop: async () => {
      await membership.stop();
      await drainer.stop();
      await upkeep.stop();
    },
    health: membership.health,
  };
};
