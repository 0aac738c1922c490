import { bidding } from '@outcry/contracts';
import { OperationalError, type IdGenerator } from '@outcry/kernel';
import {
  isMessage,
  traceOf,
  type ConsumerDefinition,
  type Outbox,
  type ReceivedMessage,
  type Sql,
} from '@outcry/messaging';
import { foldFacts, type Unknown } from '../domain/inbox-fold';
import type { InboxWakeUps } from '../live/inbox-wake-ups';
import { loadKnowledge } from '../persistence/load-knowledge';
import { saveChange } from '../persistence/save-change';
import { INSERT_PADDLES } from '../persistence/save-change.sql';
import { deliveredMessages } from '../publishing/notification-delivered.publisher';
import { AUCTION_EVENTS, auctionFactOf } from './auction-fact.translator';

export type InboxConsumerDeps = {
  readonly outbox: Pick<Outbox, 'append'>;
  readonly ids: IdGenerator;
  readonly wakeUps: InboxWakeUps;
};

export const INBOX_EVENTS = [...AUCTION_EVENTS, bidding.paddleRegisteredV1] as const;

const MAX_BATCH = 200;

const unknownYet = ({ auctionId }: Unknown): OperationalError =>
  new OperationalError(
    'listing_unknown',
    `the listing of auction ${auctionId} has not been heard of yet`,
    { retryable: true },
  );

const savePaddles = async (sql: Sql, messages: readonly ReceivedMessage[]): Promise<void> => {
  const paddles = messages.flatMap((received) =>
    isMessage(bidding.paddleRegisteredV1, received) ? [received] : [],
  );
  if (paddles.length === 0) return;
  const sorted = [...paddles].sort((a, b) => (a.data.paddleId < b.data.paddleId ? -1 : 1));
  await sql.query(INSERT_PADDLES, [
    sorted.map(({ tenantId }) => tenantId),
    sorted.map(({ data }) => data.saleId),
    sorted.map(({ data }) => data.number),
    sorted.map(({ data }) => data.bidderId),
  ]);
};

/**
 * Keeps the inboxes. Order does not matter: what is for a paddle not heard of yet waits for it, an
 * event that needs a listing not heard of yet is held and tried again, and what is late is dropped
 * where it no longer matters.
 */
export const inboxConsumer = (deps: InboxConsumerDeps): ConsumerDefinition => {
  const applyEvents = async (events: readonly ReceivedMessage[], sql: Sql): Promise<void> => {
    const facts = events.map(auctionFactOf);
    const traces = new Map(events.map((event) => [event.id, traceOf(event)]));
    const change = foldFacts(facts, await loadKnowledge(sql, facts));
    if ('missing' in change) throw unknownYet(change);
    const delivered = await saveChange(sql, change, deps.ids);
    if (delivered.length === 0) return;
    await deps.outbox.append(
      sql,
      deliveredMessages(delivered, (id) => traces.get(id)),
    );
    deps.wakeUps.afterCommit(delivered);
  };
  return {
    name: 'notification',
    lane: 'unordered',
    accepts: INBOX_EVENTS,
    from: 'earliest',
    maxBatch: MAX_BATCH,
    apply: async (messages, sql) => {
      await savePaddles(sql, messages);
      const events = messages.filter((one) => !isMessage(bidding.paddleRegisteredV1, one));
      if (events.length > 0) await applyEvents(events, sql);
    },
  };
};
