import { defined, uuidV7Generator, type Clock, type IdGenerator } from '@outcry/kernel';
import {
  createKafkaTransport,
  createOutbox,
  createRelay,
  inProcessWakeUps,
  OUTBOX_SHARDS,
  redisWakeUps,
  type Outbox,
  type Relay,
  type Transport,
} from '@outcry/messaging';
import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { writeTrouble, type WriteTrouble } from '../audit/chassis-invariants';
import { createDatabase, type ServiceDatabase } from '../database/database';
import type { Logger } from '../telemetry/logger';
import type { ServiceMetrics } from '../telemetry/metrics';
import { traceHeaders } from '../telemetry/telemetry';
import { randomOctets } from './random-octets';
import { createRedis } from './redis';
import type { ServerEnvironment } from './service-definition';
import type { StopSequence } from './stop-sequence';

/**
 * Opens connections of their own for a purpose of which each statement is known: their plans go by
 * an index and are kept. Undefined where the configuration names no database.
 *
 * @param purpose as it reads in pg_stat_activity and in the log
 */
export type DatabaseByIndex = (purpose: string, connections: number) => ServiceDatabase | undefined;

/** The servers that a service's configuration names, opened; absent what it does not name. */
export type Resources = {
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly database: ServiceDatabase | undefined;
  /** For the audit alone: one connection, with short timeouts. */
  readonly auditDatabase: ServiceDatabase | undefined;
  readonly databaseByIndex: DatabaseByIndex;
  readonly writes: WriteTrouble;
  readonly redis: Redis | undefined;
  readonly transport: Transport | undefined;
  readonly outbox: Outbox | undefined;
  readonly relay: Relay | undefined;
};

type OpenOptions = {
  readonly name: string;
  readonly config: ServerEnvironment;
  readonly log: Logger;
  readonly metrics: ServiceMetrics;
  readonly stop: StopSequence;
  readonly transport?: Transport | undefined;
};

const openDatabase = ({ name, config, metrics, stop }: OpenOptions, writes: WriteTrouble) => {
  if (config.OUTCRY_DATABASE_URL === undefined) return undefined;
  const database = createDatabase({
    connectionString: config.OUTCRY_DATABASE_URL,
    applicationName: name,
    maxConnections: config.OUTCRY_DATABASE_POOL ?? 10,
    onRepeat: (code) => metrics.count('database_transactions_repeated_total', { code }),
    onFailure: writes.note,
  });
  stop.add('database', database.close);
  return database;
};

/** Of its own: neither a backlog nor a rush of requests keeps the other from working. */
const RELAY_CONNECTIONS = 4;

const openingByIndex =
  ({ name, config, log, metrics, stop }: OpenOptions, writes: WriteTrouble): DatabaseByIndex =>
  (purpose, connections) => {
    if (config.OUTCRY_DATABASE_URL === undefined) return undefined;
    const opened = createDatabase({
      connectionString: config.OUTCRY_DATABASE_URL,
      applicationName: `${name}-${purpose}`,
      maxConnections: connections,
      byIndex: true,
      onByIndexLost: () =>
        log.warn(
          `each statement of the ${purpose} is planned anew: a pooler, or the options of the ` +
            'database URL, took the settings of its connections',
        ),
      onRepeat: (code) => metrics.count('database_transactions_repeated_total', { code }),
      onFailure: writes.note,
    });
    stop.add(`${purpose} database`, opened.close);
    return opened;
  };

/** A look that takes longer than this is too dear to be made all the time. */
const AUDIT_STATEMENT_TIMEOUT_MS = 3_000;

/** A connection of its own: a full pool is what an audit must be able to see past. */
const openAuditDatabase = ({ name, config, stop }: OpenOptions): ServiceDatabase | undefined => {
  if (config.OUTCRY_DATABASE_URL === undefined) return undefined;
  const auditDatabase = createDatabase({
    connectionString: config.OUTCRY_DATABASE_URL,
    applicationName: `${name}-audit`,
    maxConnections: 1,
    statementTimeoutMs: AUDIT_STATEMENT_TIMEOUT_MS,
    lockTimeoutMs: AUDIT_STATEMENT_TIMEOUT_MS,
    connectTimeoutMs: AUDIT_STATEMENT_TIMEOUT_MS,
  });
  stop.add('audit database', auditDatabase.close);
  return auditDatabase;
};

const openRedis = ({ name, config, log, metrics, stop }: OpenOptions): Redis | undefined => {
  if (config.OUTCRY_REDIS_URL === undefined) return undefined;
  const redis = createRedis({ url: config.OUTCRY_REDIS_URL, name, log, metrics });
  stop.add('redis', () => redis.disconnect());
  return redis;
};

const openTransport = (options: OpenOptions): Transport | undefined => {
  const { name, config, log, stop } = options;
  if (options.transport !== undefined) return options.transport;
  if (config.OUTCRY_KAFKA_BROKERS === undefined) return undefined;
  const transport = createKafkaTransport({
    brokers: config.OUTCRY_KAFKA_BROKERS,
    clientId: name,
    topicPrefix: config.OUTCRY_TOPIC_PREFIX ?? '',
    log,
  });
  stop.add('transport', transport.close);
  return transport;
};

/** Opens what the configuration names, in the reverse order of the stop. */
export const openResources = (options: OpenOptions): Resources => {
  const { name, log, metrics, stop } = options;
  const clock: Clock = { nowMs: Date.now };
  const ids = uuidV7Generator(clock, randomOctets());
  const writes = writeTrouble(clock);
  const database = openDatabase(options, writes);
  const auditDatabase = openAuditDatabase(options);
  const redis = openRedis(options);
  const transport = openTransport(options);
  const databaseByIndex = openingByIndex(options, writes);
  const opened = { clock, ids, database, auditDatabase, databaseByIndex, writes, redis, transport };
  const none = { ...opened, outbox: undefined, relay: undefined };
  if (database === undefined || transport === undefined) return none;

  const wakeUps =
    redis === undefined
      ? inProcessWakeUps()
      : redisWakeUps({ redis, channel: `outbox-wake:${name}`, log });
  stop.add('wake-ups', wakeUps.close);
  const shards = OUTBOX_SHARDS;
  const source = `/outcry/${name}`;
  const outbox = createOutbox({ source, ids, clock, shards, traceHeaders, wakeUps });
  const owner = `${name}-${randomUUID()}`;
  const relay = createRelay({
    ...{ transport, shards, owner, wakeUps, log, metrics },
    database: databaseByIndex('relay', RELAY_CONNECTIONS) ?? database,
  });
  return { ...none, outbox, relay };
};

/** For a service that asks for what its configuration does not name. */
export const required = <T>(resource: T | undefined, what: string): T =>
  defined(resource, `the configuration of this service names no ${what}`);
