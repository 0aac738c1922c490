import type { Pace } from '../effect/pace';
import type { Delivery } from './delivery';

/** Finishes deliveries of disjoint keys, in their order. */
export type Run = (deliveries: readonly Delivery[], pace: Pace) => Promise<void>;

export type GatherLimits = {
  /** Deliveries of one run. */
  readonly maxBatch: number;
  /** Runs at once. */
  readonly maxConcurrency: number;
};

type Waiting = {
  readonly deliveries: readonly Delivery[];
  readonly pace: Pace;
  readonly end: (outcome: Promise<void>) => void;
};

const topicOf = ({ deliveries }: Waiting): string | undefined => deliveries[0]?.record.topic;

/** The first that wait, of one topic, as far as one run may take them. */
const takeTogether = (waiting: Waiting[], maxBatch: number): readonly Waiting[] => {
  let room = maxBatch;
  let count = 0;
  const topic = waiting[0] === undefined ? undefined : topicOf(waiting[0]);
  for (const one of waiting) {
    room -= one.deliveries.length;
    if (count > 0 && (room < 0 || topicOf(one) !== topic)) break;
    count += 1;
  }
  return waiting.splice(0, count);
};

/** Runs several as if they were one; each hears of its own deliveries. */
const runTogether = async (all: readonly Waiting[], run: Run): Promise<void> => {
  const together = all.filter(({ pace }) => !pace.isStale());
  const owners = new Map<Delivery, Waiting>();
  for (const one of together) one.deliveries.forEach((delivery) => owners.set(delivery, one));
  await run([...owners.keys()], {
    isStale: () => together.some(({ pace }) => pace.isStale()),
    finished: (done) => {
      for (const [owner, own] of Map.groupBy(done, (delivery) => owners.get(delivery))) {
        owner?.pace.finished(own);
      }
      done.forEach((delivery) => owners.delete(delivery));
    },
  });
  // One partition was lost: what is left of the others goes on without it.
  for (const [{ pace }, left] of Map.groupBy(owners.keys(), (at) => owners.get(at) as Waiting)) {
    if (!pace.isStale()) await run(left, pace);
  }
};

/**
 * Has what waits for its turn share one run, across partitions: small pieces of many partitions
 * then cost one transaction, and one wait for the disk, instead of one each.
 */
export const gatherRuns = (run: Run, { maxBatch, maxConcurrency }: GatherLimits): Run => {
  const waiting: Waiting[] = [];
  let running = 0;
  let scheduled = false;

  const start = (): void => {
    scheduled = false;
    while (running < maxConcurrency && waiting.length > 0) {
      const together = takeTogether(waiting, maxBatch);
      const [only] = together;
      running += 1;
      const outcome =
        only !== undefined && together.length === 1
          ? run(only.deliveries, only.pace)
          : runTogether(together, run);
      const ended = outcome.finally(() => {
        running -= 1;
        schedule();
      });
      together.forEach(({ end }) => end(ended));
    }
  };
  // The partitions of one answer of the broker are handed on one after the other, all before this.
  const schedule = (): void => {
    if (scheduled || waiting.length === 0) return;
    scheduled = true;
    setImmediate(start);
  };

  return (deliveries, pace) =>
    new Promise<void>((resolve) => {
      waiting.push({ deliveries, pace, end: resolve });
      schedule();
    });
};
