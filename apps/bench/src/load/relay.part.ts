import { randomUUID } from 'node:crypto';
import {
  createKafkaTransport,
  createRelay,
  OUTBOX_SHARDS,
  redisWakeUps,
  silentLog,
  type Transport,
} from '@outcry/messaging';
import { createDatabase, serviceMetrics } from '@outcry/service';
import { Redis } from 'ioredis';
import { serveParts } from '../stage/part';
import { cpuMicros } from '../stage/stopwatch';

export type RelayStart = {
  readonly connectionString: string;
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  readonly redisUrl: string;
  readonly channel: string;
};

/** As the chassis gives it. */
const RELAY_CONNECTIONS = 4;

let stop = async (): Promise<void> => undefined;
let firstSendMs: number | undefined;
let lastAnswerMs = 0;

const noting = (transport: Transport): Transport => ({
  ...transport,
  producer: async (options) => {
    const producer = await transport.producer(options);
    return {
      ...producer,
      send: async (batches) => {
        firstSendMs ??= performance.now();
        await producer.send(batches);
        lastAnswerMs = performance.now();
      },
    };
  },
});

/** The replica that holds all leases of the outbox, and writes nothing itself. */
serveParts({
  start: async ({ connectionString, brokers, topicPrefix, redisUrl, channel }: RelayStart) => {
    firstSendMs = undefined;
    const redis = new Redis(redisUrl);
    const wakeUps = redisWakeUps({ redis, channel, log: silentLog });
    const database = createDatabase({
      connectionString,
      maxConnections: RELAY_CONNECTIONS,
      byIndex: true,
    });
    const transport = createKafkaTransport({ brokers, clientId: 'relay', topicPrefix });
    const relay = createRelay({
      ...{ database, transport: noting(transport), wakeUps },
      shards: OUTBOX_SHARDS,
      owner: `bench-${randomUUID()}`,
      metrics: serviceMetrics(),
    });
    await relay.start();
    stop = async () => {
      await relay.stop();
      await wakeUps.close();
      redis.disconnect();
      await Promise.all([transport.close(), database.close()]);
    };
  },
  /** Gives the leases back, for who comes next. */
  stop: async () => stop(),
  cpuMicros: async () => cpuMicros(),
  /** From the beginning of the first send to the answer to the last one, in seconds. */
  sendingSeconds: async () => (lastAnswerMs - (firstSendMs ?? lastAnswerMs)) / 1_000,
});
