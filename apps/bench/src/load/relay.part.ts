import { randomUUID } from 'node:crypto';
import {
  createKafkaTransport,
  createRelay,
  OUTBOX_SHARDS,
  redisWakeUps,
  silentLog,
  type Relay,
} from '@outcry/messaging';
import { createDatabase, serviceMetrics } from '@outcry/service';
import { Redis } from 'ioredis';
import { serveParts } from '../stage/part';

export type RelayStart = {
  readonly connectionString: string;
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  readonly redisUrl: string;
  readonly channel: string;
};

const RELAY_CONNECTIONS = 4;

let relay: Relay | undefined;

/** The replica that holds all leases of the outbox, and writes nothing itself. */
serveParts({
  start: async ({ connectionString, brokers, topicPrefix, redisUrl, channel }: RelayStart) => {
    const redis = new Redis(redisUrl);
    relay = createRelay({
      database: createDatabase({
        connectionString,
        maxConnections: RELAY_CONNECTIONS,
        byIndex: true,
      }),
      transport: createKafkaTransport({ brokers, clientId: 'relay', topicPrefix }),
      shards: OUTBOX_SHARDS,
      owner: `bench-${randomUUID()}`,
      wakeUps: redisWakeUps({ redis, channel, log: silentLog }),
      metrics: serviceMetrics(),
    });
    await relay.start();
  },
  /** Gives the leases back, for who comes next. */
  stop: async () => relay?.stop(),
});
