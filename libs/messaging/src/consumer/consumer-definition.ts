import type { MessageDefinition } from '@outcry/contracts';
import type { Sql } from '../sql';
import type { ReceivedMessage } from './received-message';

/**
 * - `ordered`: `sequence = last + 1` is asserted per key; trouble parks the key.
 * - `unordered`: once per event through the inbox; trouble delays only that message.
 */
export type Lane = 'ordered' | 'unordered';

export type ConsumerDefinition = {
  /** Consumer group and inbox scope: `<service>` or `<service>.<purpose>`. */
  readonly name: string;
  readonly lane: Lane;
  readonly accepts: readonly MessageDefinition[];
  /** Where the group starts when it has no offset yet. */
  readonly from: 'earliest' | 'latest';
  /** How many messages may share one transaction; 1 switches sharing off. */
  readonly maxBatch: number;
  /**
   * Applies messages, in the order given, inside the caller's transaction, which has claimed them
   * in the inbox. It locks what it changes in the global order (architecture: lease, inbox, held
   * keys, auctions, paddles, settlements, others by type name; by id within a type).
   * A throw rolls back: OperationalError with `retryable` retries, anything else holds the message.
   */
  readonly apply: (messages: readonly ReceivedMessage[], sql: Sql) => Promise<void>;
};

/**
 * A projection into a store that guards itself by version (a live room, a search index): no inbox,
 * no database transaction; repeats and late copies are dropped by the target.
 */
export type ProjectionDefinition = {
  readonly name: string;
  readonly accepts: readonly MessageDefinition[];
  readonly from: 'earliest' | 'latest';
  readonly maxBatch: number;
  /** Must be idempotent under the version guard. A retryable throw waits and tries again. */
  readonly project: (messages: readonly ReceivedMessage[]) => Promise<void>;
};
