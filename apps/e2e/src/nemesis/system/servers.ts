import { chownSync, mkdirSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';
import type { Platform } from '../platform';
import { mountSmallDisk, type SmallDisk } from './disk';
import { dealListeners, listenerSettings, type BrokerListener } from './links';
import { manageProcess, type ManagedProcess } from './managed-process';
import type { PortDealer } from './ports';

/** PostgreSQL, Kafka and Redis of a campaign: all its seeds use them one after the other. */
export type Servers = {
  readonly postgres: ManagedProcess;
  readonly kafka: ManagedProcess;
  readonly redis: ManagedProcess;
  readonly postgresUrl: string;
  readonly brokers: readonly string[];
  readonly redisPort: number;
  readonly listeners: readonly BrokerListener[];
  /** Absent where mounting is not permitted. */
  readonly brokerDisk: SmallDisk | undefined;
  /** Tables and indexes lie on it, the log of PostgreSQL does not. Absent as above. */
  readonly tableDisk: SmallDisk | undefined;
  readonly stop: () => Promise<void>;
};

/** Stays silent: whoever asks asks again. */
export const quietKafka = (brokers: readonly string[]): Kafka =>
  new Kafka({
    clientId: 'nemesis',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    retry: { retries: 8, initialRetryTime: 200 },
  });

const answersPostgres = async (connectionString: string): Promise<boolean> => {
  const client = new Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
};

const answersKafka = async (brokers: readonly string[]): Promise<boolean> => {
  const admin = quietKafka(brokers).admin({ retry: { retries: 0 } });
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
};

/** Sends one command that needs no quoting; resolves with the raw reply. */
export const askRedis = (port: number, command: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port, timeout: 5_000 });
    socket.once('error', reject);
    socket.once('timeout', () => socket.destroy(new Error('Redis says nothing')));
    socket.once('data', (reply) => {
      socket.destroy();
      resolve(reply.toString());
    });
    socket.write(`${command}\r\n`);
  });

const BROKER_MEGABYTES = 768;
const TABLES_MEGABYTES = 384;
/** Where the databases of the seeds are made, if it is there. */
export const SMALL_TABLESPACE = 'small';

const createTablespace = async (
  connectionString: string,
  { path }: SmallDisk,
  { uid, gid }: { readonly uid?: number; readonly gid?: number },
): Promise<void> => {
  const folder = join(path, 'tables');
  mkdirSync(folder);
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(`CREATE TABLESPACE ${SMALL_TABLESPACE} LOCATION '${folder}'`);
  } finally {
    await client.end();
  }
};

export const startServers = async (
  platform: Platform,
  replicas: readonly string[],
  port: PortDealer,
  onDeath: (name: string, how: string) => void,
): Promise<Servers> => {
  const ports = {
    postgres: await port(),
    kafka: await port(),
    kafkaController: await port(),
    redis: await port(),
  };
  const listeners = await dealListeners(replicas, port);
  const brokerDisk = mountSmallDisk(join(platform.directory, 'kafka'), BROKER_MEGABYTES);
  const tableDisk = mountSmallDisk(join(platform.directory, 'tables'), TABLES_MEGABYTES);
  const prepared = await platform.prepareServers(ports, listenerSettings(ports, listeners));
  const brokers = [prepared.kafka.brokers];
  const manage = (spec: typeof prepared.kafka.spec, isReady: () => Promise<boolean>) =>
    manageProcess({ platform, spec, isReady, onDeath });
  const { url } = prepared.postgres;
  const postgres = manage(prepared.postgres.spec, () => answersPostgres(url));
  const kafka = manage(prepared.kafka.spec, () => answersKafka(brokers));
  const redis = manage(prepared.redis.spec, async () =>
    (await askRedis(ports.redis, 'PING')).includes('PONG'),
  );
  const all = [kafka, redis, postgres];
  const stop = async (): Promise<void> => {
    for (const server of all) await server.end('SIGKILL');
    brokerDisk?.remove();
    tableDisk?.remove();
  };
  try {
    await Promise.all(all.map((server) => server.start()));
    if (tableDisk !== undefined) await createTablespace(url, tableDisk, prepared.postgres.spec);
  } catch (error) {
    await stop();
    throw error;
  }
  const redisPort = ports.redis;
  return {
    postgres,
    kafka,
    redis,
    postgresUrl: url,
    brokers,
    redisPort,
    listeners,
    brokerDisk,
    tableDisk,
    stop,
  };
};
