import { failpoint } from '../../failpoint';
import type { Sql } from '../../sql';
import type { ConsumerContext } from '../consumer-context';
import type { Delivery } from '../delivery/delivery';
import { backoffMs } from '../../backoff';
import { readPositions } from '../effect/positions';
import type { Trouble } from '../effect/trouble';
import { claim, isFresh } from '../inbox/claim';
import { placeOf } from '../inbox/inbox-days';
import { deadLetterOf } from './dead-letter';
import { insertHeld, parkKey } from './park';

/** Seen already: applied, dropped or held by an earlier delivery. */
type Held = { readonly outcome: 'held' | 'seen'; readonly dueInMs: number | null };

const alreadyPassed = async (
  context: ConsumerContext,
  sql: Sql,
  delivery: Delivery,
): Promise<boolean> => {
  const { definition } = context;
  if (definition.lane === 'unordered' || delivery.sequence === null) return false;
  const topic = delivery.record.topic;
  const positions = await readPositions(sql, definition.name, topic, [delivery.key]);
  return delivery.sequence <= (positions.get(delivery.key) ?? 0n);
};

/** Holding is a claim: whoever has the event's inbox row has applied or held it. */
const claimForHolding = async (
  context: ConsumerContext,
  sql: Sql,
  delivery: Delivery,
): Promise<{ claimed: boolean; seen: boolean }> => {
  const inside = placeOf(delivery.eventId, context.days.range()) === 'inside';
  if (!inside) return { claimed: false, seen: false };
  const fresh = await claim(sql, context.definition.name, [delivery.eventId]);
  return { claimed: true, seen: !isFresh(fresh, delivery.eventId) };
};

const holdIn = async (
  context: ConsumerContext,
  sql: Sql,
  delivery: Delivery,
  trouble: Trouble,
  attempts: number,
): Promise<Held> => {
  const { definition, options } = context;
  const seen: Held = { outcome: 'seen', dueInMs: null };
  if (await alreadyPassed(context, sql, delivery)) return seen;
  const claimed = await claimForHolding(context, sql, delivery);
  if (claimed.seen) return seen;
  const dueInMs = trouble.retryable ? backoffMs(0, options.heldBackoff, context.random) : null;
  const state = trouble.retryable ? 'waiting' : 'dead';
  const holding = {
    delivery,
    trouble,
    attempts,
    dueInMs,
    state,
    claimed: claimed.claimed,
  } as const;
  if (!(await insertHeld(sql, definition.name, holding))) return seen;
  if (definition.lane === 'ordered') {
    await parkKey(sql, definition.name, delivery.record.topic, delivery.key, dueInMs);
  }
  if (state === 'dead') {
    const now = context.clock.nowMs();
    await context.deadLetters.append(
      sql,
      deadLetterOf({
        group: definition.name,
        delivery,
        trouble,
        attempts,
        redrives: 0,
        firstFailedMs: now,
        lastFailedMs: now,
      }),
    );
  }
  await failpoint('consumer.hold.before-commit');
  return { outcome: 'held', dueInMs };
};

/**
 * Takes a message out of the way, in a transaction after which its offset may be committed: to be
 * tried again when the trouble may pass by itself, else as a dead letter, which is also published.
 */
export const hold = async (
  context: ConsumerContext,
  delivery: Delivery,
  trouble: Trouble,
  attempts: number,
): Promise<void> => {
  const held = await context.database.transact((sql) =>
    holdIn(context, sql, delivery, trouble, attempts),
  );
  const { labels, metrics, log } = context;
  if (held.outcome === 'seen') {
    metrics.count('inbox_duplicates_total', labels);
    return;
  }
  const { cause } = trouble;
  metrics.count(trouble.retryable ? 'held_total' : 'dead_letters_total', { ...labels, cause });
  log.warn(
    {
      ...labels,
      cause,
      detail: trouble.detail,
      topic: delivery.record.topic,
      key: delivery.key,
      eventId: delivery.eventId,
    },
    trouble.retryable ? 'a message is held and will be tried again' : 'a message is a dead letter',
  );
  if (held.dueInMs !== null) context.heldSomething(held.dueInMs);
  else context.deadLetters.wake();
};
