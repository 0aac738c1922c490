import { failpoint } from '../../failpoint';
import type { Sql } from '../../sql';
import type { ConsumerContext } from '../consumer-context';
import type { Delivery } from '../delivery/delivery';
import { claim, type Fresh } from '../inbox/claim';
import type { ReceivedMessage } from '../received-message';

/** What one transaction did with its deliveries, for the metrics. */
export type EffectCounts = {
  readonly applied: number;
  readonly duplicates: number;
  /** Keys parked for a missing sequence. */
  readonly gaps: number;
  /** Queued behind a parked key. */
  readonly queued: number;
};

const freshOnes = (deliveries: readonly Delivery[], fresh: Fresh): ReceivedMessage[] => {
  // A repeat within the batch finds its id taken out by the first.
  const left = fresh === 'all' ? fresh : new Set(fresh);
  const messages: ReceivedMessage[] = [];
  for (const { content, eventId } of deliveries) {
    if (content.kind !== 'message') continue;
    if (left === 'all' || left.delete(eventId)) messages.push(content.message);
  }
  return messages;
};

/**
 * Claims the messages in the inbox and applies those that were new, in their order. No key of an
 * unordered consumer is ever parked, so there is none to ask for.
 */
export const applyUnordered = async (
  context: ConsumerContext,
  sql: Sql,
  deliveries: readonly Delivery[],
): Promise<EffectCounts> => {
  const { definition } = context;
  const fresh = await claim(
    sql,
    definition.name,
    deliveries.map(({ eventId }) => eventId),
  );
  const messages = freshOnes(deliveries, fresh);
  if (messages.length > 0) await definition.apply(messages, sql);
  await failpoint('consumer.effect.before-commit');
  const applied = messages.length;
  return { applied, duplicates: deliveries.length - applied, gaps: 0, queued: 0 };
};
