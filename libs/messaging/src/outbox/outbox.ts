import { Defect, type Clock, type IdGenerator } from '@outcry/kernel';
import type { WakeUps } from '../relay/wake/wake-ups';
import type { Sql } from '../sql';
import { insertOutboxRows, type OutboxRow } from './insert-rows.sql';
import { messageHeaders } from './message-headers';
import type { OutgoingMessage } from './outgoing-message';
import { strictPayload } from './strict-payload';

export type EmitContext = {
  /** CloudEvents source, `/outcry/<service>`. */
  readonly source: string;
  readonly ids: IdGenerator;
  readonly clock: Clock;
  /** The shard count of the service's outbox. */
  readonly shards: number;
  /** `traceparent`, `tracestate`, `baggage` of the request being served, as far as there is one. */
  readonly traceHeaders: () => Readonly<Record<string, string>>;
};

export type Outbox = {
  /**
   * Appends messages, in order, in one statement of the caller's transaction, as its last write.
   * A message that its contract refuses is a Defect and so fails the business transaction.
   */
  readonly append: (sql: Sql, messages: readonly OutgoingMessage[]) => Promise<void>;
  /** Appends records that were built elsewhere, dead letters above all, under their own ids. */
  readonly appendRows: (sql: Sql, rows: readonly OutboxRow[]) => Promise<void>;
  /** To be called after the commit: relays look at once instead of at their next poll. */
  readonly wake: () => void;
};

const rowOf = (message: OutgoingMessage, context: EmitContext): OutboxRow => {
  const { definition, key, sequence } = message;
  if (key === '') throw new Defect(`${definition.type} breaks its contract: the key is empty`);
  const id = context.ids.next();
  return {
    id,
    topic: definition.topic.name,
    key,
    type: definition.type,
    sequence: sequence ?? null,
    headers: messageHeaders(message, {
      id,
      source: context.source,
      nowMs: context.clock.nowMs(),
      traceHeaders: context.traceHeaders(),
    }),
    payload: strictPayload(definition, message.data),
  };
};

/** {@link Outbox.append} as a function. */
export const appendToOutbox = async (
  sql: Sql,
  messages: readonly OutgoingMessage[],
  context: EmitContext,
): Promise<void> =>
  insertOutboxRows(
    sql,
    messages.map((message) => rowOf(message, context)),
    context.shards,
  );

/**
 * The only way out of a service: rows of its own database that a relay publishes.
 *
 * @param wakeUps how relays hear of new rows; without it they find them by polling
 */
export const createOutbox = (context: EmitContext & { readonly wakeUps?: WakeUps }): Outbox => ({
  append: (sql, messages) => appendToOutbox(sql, messages, context),
  appendRows: (sql, rows) => insertOutboxRows(sql, rows, context.shards),
  wake: () => context.wakeUps?.wake(),
});
