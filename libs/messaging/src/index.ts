export { inboxInvariants } from './audit/inbox-invariants';
export { membershipInvariants } from './audit/membership-invariants';
export { sqlInvariant, type Finding, type Invariant } from './audit/invariant';
export { outboxInvariants } from './audit/outbox-invariants';
export { walkInvariant, type Walk } from './audit/walk';
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
export { OUTBOX_SHARDS, shardOf } from './outbox/shards';
export type { OutboxRow } from './outbox/insert-rows.sql';
export { appendToOutbox, createOutbox, type EmitContext, type Outbox } from './outbox/outbox';
export {
  fixParked,
  listParkedKeys,
  releaseParkedKey,
  showParkedKey,
  SKIPPED_TYPE,
  skipParked,
} from './outbox/parked/parked-keys';
export type { ParkedKey, ParkedRow } from './outbox/parked/parked.sql';
export { prismaSql, type PrismaRaw } from './outbox/prisma-sql';
export { redisWakeUps } from './relay/wake/redis-wake-ups';
export { createRelay } from './relay/relay';
export type { Relay, RelayOptions } from './relay/relay-options';
export type { AroundSend } from './relay/publish/send/sender';
export { inProcessWakeUps, type WakeUps } from './relay/wake/wake-ups';
export { createKafkaTopics } from './transport/kafka/create-topics';
export {
  createKafkaTransport,
  type KafkaTransportOptions,
} from './transport/kafka/kafka-transport';
export {
  createMemoryTransport,
  type MemoryFaults,
  type MemoryTransport,
} from './transport/memory/memory-transport';
export { message, type Causation, type OutgoingMessage } from './outbox/outgoing-message';
export { traceOf, type TraceHeaders } from './trace-headers';
export { drop } from './redrive/drop';
export { brokersOf, databaseUrl, gatewayUrl } from './cli/local-stack';
export type { Operator } from './operator';
export type { HeldFilter } from './redrive/held-filter';
export { listHeld, showHeld, type HeldMessage, type HeldSummary } from './redrive/held-listing';
export { redrive, release, type RedriveOptions, type RedriveReport } from './redrive/redrive';
export {
  prepare,
  prepareByIndex,
  preparedName,
  type Database,
  type Sql,
  type Transact,
  type TransactOptions,
} from './sql';
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
