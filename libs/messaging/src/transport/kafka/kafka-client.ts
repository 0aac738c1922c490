import { Kafka, logLevel, type ISocketFactory, type KafkaConfig, type logCreator } from 'kafkajs';
import type { MessagingLog } from '../../telemetry';
import { kafkaLog } from './kafka-log';
import { patchRequestQueue } from './request-queue.patch';

export type KafkaConnection = {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly log: MessagingLog;
  readonly ssl?: KafkaConfig['ssl'];
  readonly sasl?: KafkaConfig['sasl'];
  /** How a socket to a broker is opened; for a proxy, or for a test's faults. */
  readonly socketFactory?: ISocketFactory;
};

const CONNECTION_TIMEOUT_MS = 3_000;
/** A broker that holds a connection open and says nothing is given up after this time. */
const REQUEST_TIMEOUT_MS = 10_000;
/** For connecting and metadata. Short, because whoever uses the client begins anew by itself. */
const RETRY = { retries: 2, initialRetryTime: 100, multiplier: 2, maxRetryTime: 1_000 };

/** One per log, so that all clients of a process together say a thing once. */
const creators = new WeakMap<MessagingLog, logCreator>();
const creatorFor = (log: MessagingLog): logCreator => {
  const creator = creators.get(log) ?? kafkaLog(log);
  creators.set(log, creator);
  return creator;
};

/** The one place that configures kafkajs. */
export const createKafkaClient = (connection: KafkaConnection): Kafka => {
  const { brokers, clientId, log, ssl, sasl, socketFactory } = connection;
  patchRequestQueue();
  return new Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    enforceRequestTimeout: true,
    retry: RETRY,
    logLevel: logLevel.WARN,
    logCreator: creatorFor(log),
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl }),
    ...(socketFactory === undefined ? {} : { socketFactory }),
  });
};
