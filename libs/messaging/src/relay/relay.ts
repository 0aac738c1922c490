import { assert } from '@outcry/kernel';
import { noMetrics, silentLog } from '../telemetry';
import { partitionFor } from '../transport/murmur2';
import { registeredPartitions } from '../transport/partition-counts';
import { boundedDatabase } from './bounded-database';
import { leaseKeeper } from './lease/lease-keeper';
import { createLeases, leaseStore } from './lease/lease.sql';
import { createSenders } from './publish/send/senders';
import { drainShard, readShard } from './publish/shard-drain';
import { shardStores } from './publish/shard-store';
import { topicRests } from './publish/topic-rests';
import { reportGauges } from './relay-gauges.sql';
import { relayLoop } from './relay-loop';
import { RELAY_DEFAULTS, type Relay, type RelayOptions } from './relay-options';
import { repeating } from '../repeating';
import { pollGate } from './wake/poll-gate';

/** All keys of a topic outside the registry count as one partition: the cautious assumption. */
const partitionOf = (topic: string, key: string): number =>
  partitionFor(key, registeredPartitions(topic) ?? 1);

const verifyShards = async ({ database, shards }: RelayOptions): Promise<void> => {
  const { rows } = await database.query<{ shards: number }>('SELECT shards FROM outbox_settings');
  assert(rows[0]?.shards === shards, `the outbox of this database does not have ${shards} shards`);
};

/**
 * Publishes the outbox of one database, together with the relays of the other replicas. Several
 * shards are at work at once.
 *
 * States: created → running → stopping (no new reads, batches in flight finish) → stopped.
 */
export const createRelay = (given: RelayOptions): Relay => {
  const options = { log: silentLog, metrics: noMetrics, ...RELAY_DEFAULTS, ...given };
  const { database, owner, shards, wakeUps, log, metrics, leaseTtlMs } = options;
  const limits = { ...RELAY_DEFAULTS.limits, ...given.limits };
  const gate = pollGate(options.pollMs.min, options.pollMs.max);
  const senders = createSenders({ ...options, shareBytes: limits.maxPartitionBytes });
  const bounded = boundedDatabase(database, options.maxQueries);
  const stores = shardStores(bounded, owner);

  const rests = topicRests(() => performance.now());
  const loop = relayLoop({
    read: (lease) => readShard({ store: stores.of(lease), limits, rests, wakes: gate.wakes }),
    gate,
    log,
    validLeases: () => keeper.valid(),
    drain: (lease, first, active) =>
      drainShard(
        {
          ...{ active, limits, partitionOf, rests, log, metrics },
          shard: lease.shard,
          store: stores.of(lease),
          ...{ senders, wakes: gate.wakes, orWoken: gate.orWoken },
        },
        first,
      ),
  });
  const keeper = leaseKeeper({
    ...{ owner, shards, log, metrics },
    store: leaseStore(database, owner, leaseTtlMs),
    ttlMs: leaseTtlMs,
    nowMs: () => performance.now(),
    settle: loop.settle,
    onClaimed: gate.wake,
  });
  // On timers of their own: a busy relay must not lose its leases.
  const leases = repeating(leaseTtlMs / 4, keeper.round, (error) =>
    log.warn({ error: String(error) }, 'the outbox leases could not be renewed'),
  );
  const heldShards = (): number[] => keeper.valid().map(({ shard }) => shard);
  const gauges = repeating(
    options.gaugesEveryMs,
    () => reportGauges(database, heldShards(), metrics),
    (error) => log.warn({ error: String(error) }, 'the outbox could not be measured'),
  );
  let unlisten = (): void => undefined;

  return {
    start: async () => {
      await verifyShards(options);
      await createLeases(database, shards);
      await leases.start();
      unlisten = wakeUps?.listen(gate.wake) ?? unlisten;
      void gauges.start();
      void loop.run();
    },
    stop: async () => {
      unlisten();
      await loop.stop();
      await Promise.all([leases.stop(), gauges.stop(), senders.close()]);
      await keeper.leave().catch((error: unknown) => {
        log.warn({ error: String(error) }, 'the outbox leases were not released; they expire');
      });
    },
    wake: gate.wake,
  };
};
