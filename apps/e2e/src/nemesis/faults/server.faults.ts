import { setTimeout as sleep } from 'node:timers/promises';
import { OWNERS } from '../system/databases';
import { askRedis } from '../system/servers';
import type { Fault } from './fault';

const KAFKA = () => ['kafka'];
const POSTGRES = () => ['postgres'];
const REDIS = () => ['redis'];

const restart = (
  name: string,
  server: 'kafka' | 'postgres' | 'redis',
  signal: NodeJS.Signals,
): Fault => ({
  name,
  touches: () => [server],
  inflict: async ({ servers }, random) => {
    await servers[server].end(signal);
    await sleep(random.int(0, 2_000));
    await servers[server].start();
  },
});

const pauseBroker: Fault = {
  name: 'kafka.pause',
  touches: KAFKA,
  inflict: async ({ servers }, random) => {
    servers.kafka.pause();
    await sleep(random.int(2_000, 8_000));
    servers.kafka.resume();
    await servers.kafka.ready();
  },
};

/** The broker meets a full disk at its next segment or flush, and may give up over it. */
const fillDisk: Fault = {
  name: 'kafka.full-disk',
  touches: KAFKA,
  inflict: async ({ servers }, random) => {
    servers.kafka.letDie();
    servers.brokerDisk?.fill();
    await sleep(random.int(3_000, 5_000));
    await servers.kafka.end('SIGKILL');
    servers.brokerDisk?.free();
    await servers.kafka.start();
  },
};

/** No table grows, while the log does; whatever needs a new page is refused. */
const fillTables: Fault = {
  name: 'postgres.full-disk',
  touches: POSTGRES,
  inflict: async ({ servers }, random) => {
    servers.tableDisk?.fill();
    await sleep(random.int(2_000, 6_000));
    servers.tableDisk?.free();
  },
};

const KILL_BACKENDS = `
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY random() LIMIT $1`;

const killBackends: Fault = {
  name: 'postgres.kill-backends',
  touches: POSTGRES,
  inflict: async ({ databases }, random) => {
    for (let round = 0; round < 3; round += 1) {
      await databases.of(random.pick(OWNERS)).query(KILL_BACKENDS, [random.int(1, 4)]);
      await sleep(random.int(200, 1_200));
    }
  },
};

const flushRedis: Fault = {
  name: 'redis.flush',
  touches: REDIS,
  inflict: async ({ servers }) => {
    await askRedis(servers.redisPort, 'FLUSHALL');
  },
};

export const serverFaults: readonly Fault[] = [
  restart('kafka.kill', 'kafka', 'SIGKILL'),
  restart('kafka.restart', 'kafka', 'SIGTERM'),
  pauseBroker,
  fillDisk,
  // Immediate: no checkpoint, so it recovers from its log.
  restart('postgres.immediate-stop', 'postgres', 'SIGQUIT'),
  killBackends,
  fillTables,
  restart('redis.kill', 'redis', 'SIGKILL'),
  flushRedis,
];
