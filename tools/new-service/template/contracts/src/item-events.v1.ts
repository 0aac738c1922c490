import { z } from 'zod';
import { defineMessage, defineTopic } from '../definition';
import { idSchema, principalSchema, timestampSchema } from '../wire';

export const __camelName__ItemV1Topic = defineTopic({
  name: '__name__.item.v1',
  kind: 'event',
  owner: '__name__',
  key: 'the item',
  description: 'The life of every item.',
});

export const itemRegisteredV1 = defineMessage({
  type: '__name__.item-registered.v1',
  topic: __camelName__ItemV1Topic,
  description: 'An item was registered.',
  data: z.object({
    itemId: idSchema,
    title: z.string(),
    registeredBy: principalSchema,
    dueAt: timestampSchema,
    occurredAt: timestampSchema,
  }),
});
