import { silentLog, type MessagingLog } from '../../telemetry';
import type { Subscription, Transport } from '../transport';
import { createKafkaClient, type KafkaConnection } from './kafka-client';
import { openKafkaProducer } from './kafka-producer';
import { createKafkaSubscription } from './group/kafka-subscription';

export type KafkaTransportOptions = Omit<KafkaConnection, 'log'> & {
  /** Put before the name of every topic and group, so that systems can share a broker. */
  readonly topicPrefix?: string;
  readonly log?: MessagingLog;
};

/** The transport over Apache Kafka, by kafkajs with its known defects worked round. */
export const createKafkaTransport = (options: KafkaTransportOptions): Transport => {
  const { topicPrefix: prefix = '', log = silentLog } = options;
  const subscriptions = new Set<Subscription>();
  return {
    producer: ({ clientId }) =>
      openKafkaProducer(createKafkaClient({ ...options, log, clientId }), prefix),
    subscribe: async (subscribeOptions) => {
      const kafka = createKafkaClient({ ...options, log });
      const group = prefix + subscribeOptions.group;
      const subscription = createKafkaSubscription(
        { kafka, prefix, log },
        { ...subscribeOptions, group },
      );
      subscriptions.add(subscription);
      return subscription;
    },
    close: async () => {
      await Promise.all([...subscriptions].map((subscription) => subscription.stop()));
      subscriptions.clear();
    },
  };
};
