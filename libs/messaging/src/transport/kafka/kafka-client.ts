import { Kafka, logLevel, type ISocketFactory, type KafkaConfig } from 'kafkajs';
import type { MessagingLog } from '../../telemetry';
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

/**
 * Said by kafkajs of every idempotent producer whose retries end; ours is replaced when they do.
 */
const EXPECTED = /Limiting retries for the idempotent producer/;

const CONNECTION_TIMEOUT_MS = 3_000;
/** A broker that holds a connection open and says nothing is given up after this time. */
const REQUEST_TIMEOUT_MS = 10_000;
/** For connecting and metadata. Short, because whoever uses the client begins anew by itself. */
const RETRY = { retries: 2, initialRetryTime: 100, multiplier: 2, maxRetryTime: 1_000 };

/** kafkajs calls an error what it will itself try again: for a person it is a warning at most. */
const write = (log: MessagingLog, level: logLevel, text: string, broker?: unknown): void => {
  if (EXPECTED.test(text)) return;
  if (level === logLevel.ERROR || level === logLevel.WARN) log.warn({ broker }, `kafkajs: ${text}`);
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
    logCreator:
      () =>
      ({ level, log: entry }) =>
        write(log, level, entry.message, entry['broker']),
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl }),
    ...(socketFactory === undefined ? {} : { socketFactory }),
  });
};
