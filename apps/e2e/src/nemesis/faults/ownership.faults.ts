import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProcess } from '@outcry/testing';
import type { Random } from '../random';
import { OWNERS, type ServiceName } from '../system/databases';
import { GROUPS } from '../system/topics';
import { waitFor } from '../system/waiting';
import type { Fault, World } from './fault';

const MEMBER = 'apps/e2e/setup/storm-member.cjs';
/** A rebalance waits for members that are paused, until their session ends. */
const ASSIGNED_WITHIN_MS = 45_000;
/** Shorter than the relays' own leases, so that the shards come back soon. */
const THEFT_MS = 1_500;

/** Members of another process that join, take partitions, do nothing with them, and are killed. */
const rebalanceStorm: Fault = {
  name: 'group.rebalance-storm',
  touches: () => ['kafka'],
  inflict: async ({ platform, topics, sometimes }, random) => {
    const group = random.pick(Object.keys(GROUPS));
    const members = Array.from({ length: 2 }, () =>
      startProcess(platform.node, [join(platform.root, MEMBER)], {
        cwd: platform.root,
        env: {
          ...process.env,
          STORM_BROKERS: topics.brokers.join(','),
          STORM_GROUP: topics.prefix + group,
          STORM_TOPICS: (GROUPS[group] ?? []).map((topic) => topics.prefix + topic).join(','),
        },
      }),
    );
    try {
      const assigned = members.map((one) => one.waitFor(/assigned [1-9]/, ASSIGNED_WITHIN_MS));
      await Promise.any(assigned).then(
        () => sometimes.saw('consumer.partition-lost'),
        () => undefined,
      );
      await sleep(random.int(200, 1_000));
    } finally {
      await Promise.all(members.map((one) => one.kill()));
    }
  },
};

const STEAL = `
UPDATE outbox_lease l
   SET owner = $1, epoch = l.epoch + 1,
       expires_at = clock_timestamp() + $2::integer * interval '1 millisecond'
 WHERE l.owner IS NOT NULL AND ($3 OR EXISTS (SELECT FROM outbox o WHERE o.shard = l.shard))
RETURNING l.shard`;

const steal = async (
  { databases }: World,
  service: ServiceName,
  evenIdle: boolean,
): Promise<number> => {
  const values = [`nemesis-${randomUUID()}`, THEFT_MS, evenIdle];
  return (await databases.of(service).query(STEAL, values)).length;
};

/** Another relay that takes the shards and dies: the old owners' epochs are void at once. */
const stealLeases: Fault = {
  name: 'relay.steal-leases',
  touches: () => ['leases'],
  inflict: async (world, random) => {
    for (let times = random.int(2, 5); times > 0; times -= 1) {
      await steal(world, random.pick(OWNERS), true);
      await sleep(random.int(100, 900));
    }
  },
};

/**
 * The leases of shards whose rows a relay has in its hands: the broker is paused, so a batch is on
 * its way and cannot be acknowledged.
 */
const stealMidBatch = async (world: World, random: Random): Promise<void> => {
  const { kafka } = world.servers;
  kafka.pause();
  try {
    let stolen = 0;
    await waitFor('a relay with a batch on its way', async () => {
      await sleep(300);
      stolen = await steal(world, 'bidding', false);
      return stolen > 0;
    });
    world.sometimes.saw('relay.lease-stolen-mid-batch', stolen);
    await sleep(random.int(500, 1_500));
  } finally {
    kafka.resume();
  }
  await kafka.ready();
};

const midBatch: Fault = {
  name: 'relay.steal-mid-batch',
  touches: () => ['kafka', 'leases'],
  inflict: stealMidBatch,
};

/** Rare states that chance alone would not reach in every seed. */
export const OWNERSHIP_EPISODES: readonly Fault[] = [midBatch, rebalanceStorm];

export const ownershipFaults: readonly Fault[] = [rebalanceStorm, stealLeases, midBatch];
