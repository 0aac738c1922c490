import { assert, isOperationalError } from '@outcry/kernel';
import { backoffMs } from '../backoff';
import { isSimulatedCrash } from '../failpoint';
import { noMetrics, silentLog } from '../telemetry';
import { partitionFor } from '../transport/murmur2';
import { registeredPartitions } from '../transport/partition-counts';
import { leaseKeeper, type Lease } from './lease-keeper';
import { createLeases } from './lease.sql';
import { pendingShards } from './pending.sql';
import { pollGate } from './poll-gate';
import { reportGauges } from './relay-gauges.sql';
import { RELAY_DEFAULTS, type Relay, type RelayOptions } from './relay-options';
import { repeating } from './repeating';
import { createSender } from './sender';
import { drainShard } from './shard-drain';

const BACKOFF = { firstMs: 100, capMs: 2_000 };

const isLeaseLost = (error: unknown): boolean =>
  isOperationalError(error) && error.code === 'outbox_lease_lost';

/** All keys of a topic outside the registry count as one partition: the cautious assumption. */
const partitionOf = (topic: string, key: string): number =>
  partitionFor(key, registeredPartitions(topic) ?? 1);

/**
 * Publishes the outbox of one database, together with the relays of the other replicas.
 *
 * States: created → running → stopping (claims end, batches in flight finish) → stopped.
 * Several shards are at work at once; each is drained by one task at a time. After a failure the relay
 * waits with backoff: while the broker is down the outbox fills and nothing is lost.
 */
export const createRelay = (options: RelayOptions): Relay => {
  const { database, owner, shards, wakeUps, aroundSend } = options;
  const { log, metrics } = { log: silentLog, metrics: noMetrics, ...options };
  const { leaseTtlMs, producers, pollMs, gaugesEveryMs } = { ...RELAY_DEFAULTS, ...options };
  const limits = { ...RELAY_DEFAULTS.limits, ...options.limits };
  const gate = pollGate(pollMs.min, pollMs.max);
  const drains = new Map<number, Promise<void>>();
  let stopping = false;
  let failures = 0;

  const senders = Array.from({ length: producers }, (_, index) =>
    createSender({
      transport: options.transport,
      clientId: `${owner}-relay-${index}`,
      log,
      metrics,
      ...(aroundSend === undefined ? {} : { aroundSend }),
    }),
  );
  const keeper = leaseKeeper({
    database,
    owner,
    shards,
    ttlMs: leaseTtlMs,
    nowMs: () => performance.now(),
    settle: async (shard) => drains.get(shard),
    log,
    metrics,
  });

  const drain = async (lease: Lease): Promise<void> => {
    const wakes = gate.wakes();
    try {
      await drainShard({
        database,
        owner,
        lease,
        limits,
        partitionOf,
        log,
        metrics,
        sender: senders[lease.shard % producers] as (typeof senders)[number],
        active: () => !stopping && lease.isValid(),
        wakes: gate.wakes,
      });
      failures = 0;
    } catch (error) {
      if (isSimulatedCrash(error)) stopping = true;
      // Another relay has the shard now: nothing is wrong with this one.
      if (!isLeaseLost(error)) failures += 1;
      log.warn(
        { shard: lease.shard, error: String(error) },
        'an outbox shard could not be drained',
      );
    } finally {
      drains.delete(lease.shard);
      // A wake-up during the last read would otherwise be noticed only by the next poll.
      if (wakes !== gate.wakes() || failures > 0) gate.wake();
    }
  };

  const look = async (): Promise<void> => {
    const idle = keeper.valid().filter(({ shard }) => !drains.has(shard));
    const pending =
      idle.length === 0
        ? []
        : await pendingShards(
            database,
            idle.map((l) => l.shard),
          );
    for (const lease of idle) {
      if (pending.includes(lease.shard)) drains.set(lease.shard, drain(lease));
    }
    if (pending.length > 0) gate.busy();
    else if (drains.size === 0) failures = 0;
  };

  const run = async (): Promise<void> => {
    while (!stopping) {
      try {
        await look();
      } catch (error) {
        failures += 1;
        log.warn({ error: String(error) }, 'the outbox could not be read');
      }
      if (failures > 0) await gate.pause(backoffMs(failures - 1, BACKOFF));
      else await gate.idle();
    }
  };

  const leases = repeating(leaseTtlMs / 4, keeper.round, (error) =>
    log.warn({ error: String(error) }, 'the outbox leases could not be renewed'),
  );
  const gauges = repeating(
    gaugesEveryMs,
    () =>
      reportGauges(
        database,
        keeper.valid().map(({ shard }) => shard),
        metrics,
      ),
    () => undefined,
  );
  let running: Promise<void> | undefined;
  let unlisten = (): void => undefined;

  return {
    start: async () => {
      assert(running === undefined && !stopping, 'a relay starts once');
      await verifyShards(options);
      await createLeases(database, shards);
      await leases.start();
      unlisten = wakeUps?.listen(gate.wake) ?? unlisten;
      void gauges.start();
      running = run();
    },
    stop: async () => {
      stopping = true;
      unlisten();
      gate.interrupt();
      await running;
      await Promise.all(drains.values());
      await Promise.all([leases.stop(), gauges.stop()]);
      await Promise.all(senders.map((sender) => sender.close()));
      await keeper.leave().catch((error: unknown) => {
        log.warn({ error: String(error) }, 'the outbox leases were not released; they expire');
      });
    },
    wake: gate.wake,
  };
};

const verifyShards = async ({ database, shards }: RelayOptions): Promise<void> => {
  const { rows } = await database.query<{ shards: number }>('SELECT shards FROM outbox_settings');
  assert(rows[0]?.shards === shards, `the outbox of this database does not have ${shards} shards`);
};
