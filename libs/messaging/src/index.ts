export { createConsumer, type Consumer, type ConsumerDependencies } from './consumer/consumer';
export { consumerDefaults, type ConsumerOptions } from './consumer/consumer-options';
export type { ConsumerHealth } from './consumer/membership';
export { createProjection, type ProjectionDependencies } from './consumer/projection';
export { isMessage, type ReceivedMessage } from './consumer/received-message';
export type {
  ConsumerDefinition,
  Lane,
  ProjectionDefinition,
} from './consumer/consumer-definition';
export { message, type Causation, type OutgoingMessage } from './outbox/outgoing-message';
export type { Database, Sql, Transact } from './sql';
export type {
  IncomingRecord,
  OutgoingRecord,
  PartitionBatch,
  Producer,
  SubscribeOptions,
  Subscription,
  TopicRecords,
  Transport,
} from './transport/transport';
export { armFailpoint, failpoint } from './failpoint';
export {
  noMetrics,
  silentLog,
  type Labels,
  type LogFields,
  type MessagingLog,
  type MessagingMetrics,
} from './telemetry';
