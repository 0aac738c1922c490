import { failpoint } from '../../failpoint';
import type { Sql } from '../../sql';
import type { ConsumerContext } from '../consumer-context';
import type { Delivery } from '../delivery/delivery';
import { claim } from '../inbox/claim';
import type { ReceivedMessage } from '../received-message';

/** What one transaction did with its deliveries, for the metrics. */
export type EffectCounts = {
  readonly applied: number;
  readonly duplicates: number;
  /** Queued behind a parked key, or parked for a missing sequence. */
  readonly held: number;
};

/** Claims the messages in the inbox and applies those that were new, in their order. */
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
  const messages: ReceivedMessage[] = [];
  for (const { content, eventId } of deliveries) {
    // A repeat within the batch finds its id taken out by the first.
    if (content.kind === 'message' && fresh.delete(eventId)) messages.push(content.message);
  }
  if (messages.length > 0) await definition.apply(messages, sql);
  await failpoint('consumer.effect.before-commit');
  const applied = messages.length;
  return { applied, duplicates: deliveries.length - applied, held: 0 };
};
