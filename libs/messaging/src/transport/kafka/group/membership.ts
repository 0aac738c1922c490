import type { Consumer, Kafka } from 'kafkajs';
import type { MessagingLog } from '../../../telemetry';
import type { PartitionBatch, SubscribeOptions } from '../../transport';
import { patchFetchResponse } from '../fetch/fetch-response.patch';
import { eachBatch } from './each-batch';
import type { FirstOffsets } from './first-offsets';
import { generations } from './generations';
import { translateKafkaError } from '../kafka-error';
import { offsetCommits } from './offset-commits';
import type { PartitionPositions } from './partition-positions';
import { stallWatch } from './stall-watch';
import { withinMs } from '../within';

export type MembershipContext = {
  readonly kafka: Kafka;
  readonly prefix: string;
  readonly log: MessagingLog;
  readonly positions: PartitionPositions;
  readonly firstOffsets: FirstOffsets;
  /** Called whenever the broker has answered. */
  readonly heard: () => void;
};

export type Membership = {
  /** Resolves with the reason once the client has crashed or stalled; never rejects. */
  readonly ended: Promise<string>;
  /** Lets running batches finish, commits, leaves the group and disconnects. */
  readonly leave: () => Promise<void>;
};

const SESSION_TIMEOUT_MS = 12_000;
const HEARTBEAT_MS = 1_000;
const MAX_WAIT_MS = 500;
const MAX_BYTES = 10 * 1024 * 1024;
const COMMIT_EVERY_MS = 1_000;
/** Partitions worked on at once; more only wait for one another in the one fetch loop. */
const CONCURRENT_PARTITIONS = 16;
const LEAVE_WITHIN_MS = 30_000;

const createConsumer = (kafka: Kafka, options: SubscribeOptions): Consumer => {
  // Only a process that subscribes here; what others read with kafkajs comes in its own form.
  patchFetchResponse();
  const sessionTimeout = options.sessionTimeoutMs ?? SESSION_TIMEOUT_MS;
  return kafka.consumer({
    groupId: options.group,
    sessionTimeout,
    rebalanceTimeout: Math.max(sessionTimeout, 10_000),
    heartbeatInterval: Math.min(HEARTBEAT_MS, Math.floor(sessionTimeout / 3)),
    maxWaitTimeInMs: options.maxWaitMs ?? MAX_WAIT_MS,
    maxBytes: options.maxBytesPerFetch ?? MAX_BYTES,
    allowAutoTopicCreation: false,
    retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 2_000, restartOnFailure: never },
  });
};
const never = async (): Promise<boolean> => false;

/** One client's life in the group: it ends at the first crash and is never restarted. */
export const startMembership = (
  context: MembershipContext,
  options: SubscribeOptions,
): Membership => {
  const { positions, heard, prefix, log, firstOffsets } = context;
  const consumer = createConsumer(context.kafka, options);
  let end = (_reason: string): void => undefined;
  const ended = new Promise<string>((resolve) => {
    end = resolve;
  });
  const group = generations(consumer, firstOffsets, (reason) => end(reason));
  const commits = offsetCommits(COMMIT_EVERY_MS);
  const watch = stallWatch(() => end('the client has stopped fetching'));

  const { events } = consumer;
  consumer.on(events.CRASH, ({ payload }) => end(translateKafkaError(payload.error).message));
  consumer.on(events.REQUEST, heard);
  consumer.on(events.FETCH_START, watch.alive);
  // While the others join the broker still takes the commits of this generation.
  consumer.on(events.REBALANCING, () => void commits.flush());
  consumer.on(events.GROUP_JOIN, ({ payload }) => {
    watch.alive();
    const assigned = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => `${topic}/${partition}`),
    );
    positions.assign(assigned);
    group.begin(payload.memberAssignment);
    log.info({ group: options.group, assigned: assigned.length }, 'joined the consumer group');
  });

  const onBatch = async (batch: PartitionBatch): Promise<void> => {
    if ((await group.isPlaced()) && !batch.isStale()) await watch.during(options.onBatch(batch));
  };

  const start = async (): Promise<void> => {
    await firstOffsets.note();
    await consumer.connect();
    await consumer.subscribe({
      topics: options.topics.map((topic) => prefix + topic),
      // Also for a group that began at the end: where records that it has not read were deleted
      // by the topic's retention, it goes on with the oldest that is left.
      fromBeginning: true,
    });
    await consumer.run({
      eachBatchAutoResolve: false,
      autoCommit: false,
      partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
      eachBatch: eachBatch({
        prefix,
        heartbeatMs: Math.min(HEARTBEAT_MS, (options.sessionTimeoutMs ?? SESSION_TIMEOUT_MS) / 3),
        onBatch,
        ...{ positions, commits, log },
        generation: group.current,
      }),
    });
  };
  const started = start().catch((error: unknown) => end(translateKafkaError(error).message));

  return {
    ended,
    leave: async () => {
      watch.stop();
      await withinMs(
        LEAVE_WITHIN_MS,
        started.then(commits.leave).then(() => consumer.disconnect()),
      );
    },
  };
};
