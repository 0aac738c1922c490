import { backoffMs } from '../../../backoff';
import type { MessagingLog } from '../../../telemetry';
import type { SubscribeOptions, Subscription } from '../../transport';
import { translateKafkaError } from '../kafka-error';
import { earliestOffsets, latestOffsets } from './first-offsets';
import { groupProbe } from './group-probe';
import { startMembership, type Membership, type MembershipContext } from './membership';
import { partitionPositions } from './partition-positions';

/** A broker that has answered nothing for so long counts as unreachable. */
const SILENT_MS = 10_000;
const BACKOFF = { firstMs: 200, capMs: 10_000 };
/** A membership that lasted so long starts the next backoff from the beginning. */
const SETTLED_MS = 30_000;

const sleep = (ms: number, wake: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const elapsed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return Promise.race([elapsed, wake]).finally(() => clearTimeout(timer));
};

/**
 * Keeps one member in its consumer group.
 *
 * States: joining → consuming → (crashed or stalled → waiting → joining) … → stopped. kafkajs
 * restarts after some errors and gives up for ever after others; here it never restarts, and
 * whatever ends a membership, a new client takes its place after a backoff.
 */
export const createKafkaSubscription = (
  context: Omit<MembershipContext, 'positions' | 'firstOffsets' | 'heard'>,
  options: SubscribeOptions,
): Subscription => {
  const { log }: { log: MessagingLog } = context;
  const positions = partitionPositions(() => Date.now());
  const firstOffsets =
    options.from === 'earliest'
      ? earliestOffsets
      : latestOffsets(
          context.kafka,
          options.group,
          options.topics.map((topic) => context.prefix + topic),
        );
  let heardMs = 0;
  let membership: Membership | undefined;
  let stopping = false;
  let requestStop = (): void => undefined;
  const stopRequested = new Promise<void>((resolve) => {
    requestStop = () => resolve();
  });

  const live = async (): Promise<string> => {
    membership = startMembership(
      { ...context, positions, firstOffsets, heard: () => void (heardMs = Date.now()) },
      options,
    );
    try {
      return await Promise.race([membership.ended, stopRequested.then(() => 'stop')]);
    } finally {
      await membership.leave();
      positions.assign([]);
    }
  };

  const keepAlive = async (): Promise<void> => {
    for (let failures = 0; !stopping; failures += 1) {
      const startedMs = Date.now();
      const reason = await live().catch((error: unknown) => translateKafkaError(error).message);
      if (stopping) return;
      if (Date.now() - startedMs > SETTLED_MS) failures = 0;
      const waitMs = backoffMs(failures, BACKOFF);
      log.warn({ group: options.group, reason, waitMs }, 'left the consumer group; joining again');
      await sleep(waitMs, stopRequested);
    }
  };
  const alive = keepAlive();
  const probe = groupProbe(context.kafka, options, positions);
  void probe.start();

  return {
    stop: async () => {
      stopping = true;
      requestStop();
      await Promise.all([alive, probe.stop()]);
    },
    progress: () => ({
      brokerReachable: Date.now() - heardMs < SILENT_MS,
      lag: positions.lag(),
      lastAdvanceMs: positions.lastAdvanceMs(),
      assigned: positions.assigned(),
    }),
  };
};
