import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase, createTestDatabase, testServers } from '@outcry/testing';
import type { Scale } from '../races/race';
import { checkoutRoot } from '../stage/checkout';
import { deleteTopics } from '../stage/stage';
import {
  deliveredBy,
  drainedBy,
  drainedColdBy,
  type Delivered,
  type Drained,
} from './debezium-figures';
import { copyHarness } from './harness-copy';
import { runHarness, type Measured } from './harness-process';

/** Debezium's outbox relay as its harness runs it, on the servers of the races. */
export type Debezium = {
  /** Its tuned profile with a warm JVM, and the median of as many first drains as there are. */
  readonly drain: () => Promise<{ readonly warm: readonly Drained[]; readonly cold: number }>;
  /** Its profile for latency, with a warm JVM. */
  readonly deliver: () => Promise<readonly Delivered[]>;
};

type Sizes = { readonly RUNS: string; readonly DRAIN_ROWS: string; readonly STEADY_S: string };

const SIZES: Readonly<Record<Scale, Sizes>> = {
  full: { RUNS: '5', DRAIN_ROWS: '200000', STEADY_S: '10' },
  quick: { RUNS: '3', DRAIN_ROWS: '40000', STEADY_S: '4' },
  smoke: { RUNS: '1', DRAIN_ROWS: '1000', STEADY_S: '1' },
};
/** A fresh JVM needs about a million events before it is as fast as it gets. */
const WARM_UPS = '5';
const COLD_STARTS: Readonly<Record<Scale, number>> = { full: 3, quick: 2, smoke: 1 };
const TOPIC = 'rival.outbox.events';

type Harness = (
  words: readonly string[],
  sizes: Readonly<Record<string, string>>,
) => Promise<readonly Measured[]>;

const harnessOn = (folder: string, work: string): Harness => {
  const { kafkaBrokers } = testServers();
  return async (words, sizes) => {
    const database = await createTestDatabase({ name: 'rival' });
    const env = { DATABASE_URL: database.connectionString, BROKERS: kafkaBrokers.join(',') };
    try {
      return await runHarness({ folder, words, env: { ...env, WORK_DIR: work, ...sizes } });
    } finally {
      await database.drop();
      await deleteTopics(kafkaBrokers, [TOPIC]);
    }
  };
};

const requireLogicalDecoding = async (): Promise<void> => {
  const connectionString = testServers().postgresUrl;
  const database = createDatabase({ connectionString, maxConnections: 1 });
  const { rows } = await database.query<{ wal_level: string }>('SHOW wal_level');
  await database.close();
  if (rows[0]?.wal_level === 'logical') return;
  throw new Error('Debezium needs a PostgreSQL with wal_level=logical, which the given one is not');
};

/** Fetches what it runs on, if it has not yet, and shows that it runs at all. */
const tryOut = async (harness: Harness, work: string): Promise<void> => {
  try {
    await harness(['tuned', 'drain'], { WARMUPS: '0', RUNS: '0' });
  } catch (error) {
    // Half a download would be taken for a whole one.
    rmSync(join(work, 'lib'), { recursive: true, force: true });
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(`Debezium cannot run here (it needs Java 17 and Maven). ${cause}`);
  }
};

/**
 * @param directory the folder of rivals' harnesses, or the one of Debezium
 * @throws Error with a sentence when it is not there or does not run here
 */
export const openDebezium = async (directory: string, scale: Scale): Promise<Debezium> => {
  const work = join(checkoutRoot(), '.outcry/rivals/debezium');
  const folder = copyHarness(directory, work);
  await requireLogicalDecoding();
  const harness = harnessOn(folder, work);
  await tryOut(harness, work);
  const sizes = SIZES[scale];
  return {
    drain: async () => {
      const warm = await harness(['tuned', 'drain'], { ...sizes, WARMUPS: WARM_UPS });
      const starts = [warm];
      while (starts.length < COLD_STARTS[scale]) {
        starts.push(await harness(['tuned', 'drain'], { ...sizes, RUNS: '0', WARMUPS: '1' }));
      }
      return { warm: drainedBy(warm), cold: drainedColdBy(starts) };
    },
    deliver: async () =>
      deliveredBy(await harness(['latency', 'steady'], { ...sizes, WARMUPS: WARM_UPS })),
  };
};
