import type { IncomingRecord } from '../../transport/transport';
import type { Pace } from '../effect/pace';
import type { Delivery } from './delivery';
import type { Decoder } from './delivery-decoder';

/** Finishes deliveries of disjoint keys, in their order. */
export type Run = (deliveries: readonly Delivery[], pace: Pace) => Promise<void>;
/** {@link Run} of records that are not decoded yet. */
export type RecordRun = (records: readonly IncomingRecord[], pace: Pace) => Promise<void>;

export type GatherLimits = {
  /** Deliveries of one run. */
  readonly maxBatch: number;
  /** Runs at once. */
  readonly maxConcurrency: number;
};

type Waiting = {
  readonly records: readonly IncomingRecord[];
  readonly pace: Pace;
  readonly end: (outcome: Promise<void>) => void;
};

const topicOf = ({ records }: Waiting): string | undefined => records[0]?.topic;

/** The first that wait, of one topic, as far as one run may take them. */
const takeTogether = (waiting: Waiting[], maxBatch: number): readonly Waiting[] => {
  let room = maxBatch;
  let count = 0;
  const topic = waiting[0] === undefined ? undefined : topicOf(waiting[0]);
  for (const one of waiting) {
    room -= one.records.length;
    if (count > 0 && (room < 0 || topicOf(one) !== topic)) break;
    count += 1;
  }
  return waiting.splice(0, count);
};

/** Runs several as if they were one; each hears of its own deliveries. */
const runTogether = async (all: readonly Waiting[], run: Run, decode: Decoder): Promise<void> => {
  const together = all.filter(({ pace }) => !pace.isStale());
  const owners = new Map<Delivery, Waiting>();
  for (const one of together) one.records.forEach((record) => owners.set(decode(record), one));
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
 * then cost one transaction, and one wait for the disk, instead of one each. Records are decoded
 * when their turn comes, so that the database is at work on some while others are decoded.
 */
export const gatherRuns = (
  run: Run,
  { decode, maxBatch, maxConcurrency }: GatherLimits & { readonly decode: Decoder },
): RecordRun => {
  const waiting: Waiting[] = [];
  let running = 0;
  let scheduled = false;

  const runAll = async (together: readonly Waiting[]): Promise<void> => {
    const [only] = together;
    if (only === undefined || together.length > 1) return runTogether(together, run, decode);
    await run(only.records.map(decode), only.pace);
  };

  const start = (): void => {
    scheduled = false;
    while (running < maxConcurrency && waiting.length > 0) {
      const together = takeTogether(waiting, maxBatch);
      running += 1;
      const ended = runAll(together).finally(() => {
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

  return (records, pace) =>
    new Promise<void>((resolve) => {
      waiting.push({ records, pace, end: resolve });
      schedule();
    });
};
