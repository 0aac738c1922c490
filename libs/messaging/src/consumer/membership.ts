import type { Clock } from '@outcry/kernel';
import type { Labels, MessagingLog } from '../telemetry';
import type { PartitionBatch, Subscription, Transport } from '../transport/transport';
import type { ConsumerDefinition } from './consumer-definition';
import type { ConsumerOptions } from './consumer-options';
import { backoffMs } from '../backoff';

export type ConsumerHealth = {
  readonly state: 'created' | 'starting' | 'running' | 'stopping' | 'stopped';
  /** Broker reachable, work waiting, and nothing has moved for a minute: restart the process. */
  readonly stalled: boolean;
  /** Waits for its own database (or its target): a restart would not help. */
  readonly paused: boolean;
  /** Whether a broker has answered lately; null before the first attempt to join has succeeded. */
  readonly brokerReachable: boolean | null;
  /** Messages that wait in the assigned partitions, as far as the broker has told. */
  readonly lag: number;
};

type MembershipOptions = Pick<ConsumerOptions, 'outageBackoff' | 'stalledAfterMs'>;

export type MembershipDependencies = {
  readonly subscription: Pick<ConsumerDefinition, 'name' | 'from' | 'accepts'>;
  readonly transport: Transport;
  readonly log: MessagingLog;
  readonly labels: Labels;
  readonly clock: Clock;
  readonly random: () => number;
  readonly options: MembershipOptions;
  /** What must have succeeded before the first message is taken. */
  readonly prepare: () => Promise<void>;
  readonly onBatch: (
    batch: PartitionBatch,
    isStopping: () => boolean,
    onDefect: (error: unknown) => void,
  ) => Promise<void>;
  readonly isPaused: () => boolean;
};

export type Membership = {
  readonly name: string;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly health: () => ConsumerHealth;
};

const DEFECT_PAUSE_MS = 1_000;

/** Whether and why a restart of the process could help. */
export const healthOf = (
  state: ConsumerHealth['state'],
  progress: ReturnType<Subscription['progress']> | undefined,
  paused: boolean,
  idleLimit: { readonly nowMs: number; readonly stalledAfterMs: number },
): ConsumerHealth => {
  const lag = Number(progress?.lag ?? 0n);
  const idleMs = idleLimit.nowMs - (progress?.lastAdvanceMs ?? idleLimit.nowMs);
  const waiting = progress?.brokerReachable === true && lag > 0 && !paused;
  const stalled = waiting && idleMs > idleLimit.stalledAfterMs;
  return { state, paused, lag, stalled, brokerReachable: progress?.brokerReachable ?? null };
};

/** A pause that a stop cuts short. */
const interruptible = (): { pause: (ms: number) => Promise<void>; interrupt: () => void } => {
  const pending = new Set<() => void>();
  return {
    pause: (ms) =>
      new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          pending.delete(end);
          resolve();
        };
        const timer = setTimeout(end, ms);
        pending.add(end);
      }),
    interrupt: () => [...pending].forEach((end) => end()),
  };
};

/** Joins the group as soon as preparation and broker allow, and leaves it in order. */
export const createMembership = (dependencies: MembershipDependencies): Membership => {
  const { transport, log, labels, clock, options } = dependencies;
  const { name, from, accepts } = dependencies.subscription;
  const { pause, interrupt } = interruptible();
  let state: ConsumerHealth['state'] = 'created';
  let subscription: Subscription | undefined;
  let joining: Promise<void> | undefined;
  const isStopping = (): boolean => state === 'stopping' || state === 'stopped';

  const onBatch = async (batch: PartitionBatch): Promise<void> => {
    let defect = false;
    const onDefect = (error: unknown): void => {
      defect = true;
      log.error(
        { ...labels, error: String(error) },
        'the consumer runtime failed; the batch comes again',
      );
    };
    await dependencies.onBatch(batch, isStopping, onDefect).catch(onDefect);
    if (defect && !isStopping()) await pause(DEFECT_PAUSE_MS);
  };

  const join = async (): Promise<void> => {
    await dependencies.prepare();
    if (isStopping()) return;
    const topics = [...new Set(accepts.map(({ topic }) => topic.name))];
    subscription = await transport.subscribe({ group: name, topics, from, onBatch });
    if (!isStopping()) state = 'running';
  };

  /** Tries until it has joined; tells when the first attempt is over. */
  const joinEventually = async (firstTried: () => void): Promise<void> => {
    for (let attempt = 1; !isStopping(); attempt += 1) {
      try {
        await join();
        return firstTried();
      } catch (error) {
        log.warn(
          { ...labels, error: String(error) },
          'the consumer could not join its group; later again',
        );
        firstTried();
        await pause(backoffMs(attempt - 1, options.outageBackoff, dependencies.random));
      }
    }
  };

  return {
    name,
    start: () =>
      new Promise<void>((resolve) => {
        state = 'starting';
        joining = joinEventually(resolve);
      }),
    stop: async () => {
      state = 'stopping';
      interrupt();
      await joining;
      await subscription?.stop();
      state = 'stopped';
    },
    health: () =>
      healthOf(state, subscription?.progress(), dependencies.isPaused(), {
        nowMs: clock.nowMs(),
        stalledAfterMs: options.stalledAfterMs,
      }),
  };
};
