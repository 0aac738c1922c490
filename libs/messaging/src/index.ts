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
