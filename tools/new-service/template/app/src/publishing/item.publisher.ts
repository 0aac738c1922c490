import { __camelName__ } from '@outcry/contracts';
import { toTimestamp } from '@outcry/kernel';
import { message, type Causation, type OutgoingMessage } from '@outcry/messaging';
import type { Item, ItemEvent } from '../domain/item';

/** What the events that led to this item tell the world. */
export const messagesOf = (
  item: Item,
  events: readonly ItemEvent[],
  causation: Causation,
): OutgoingMessage[] =>
  events.map(() =>
    message({
      definition: __camelName__.itemRegisteredV1,
      tenantId: item.tenantId,
      key: item.id,
      sequence: item.version,
      data: {
        itemId: item.id,
        title: item.title,
        registeredBy: item.registeredBy,
        dueAt: toTimestamp(item.dueAt),
        occurredAt: toTimestamp(item.registeredAt),
      },
      causation,
    }),
  );
