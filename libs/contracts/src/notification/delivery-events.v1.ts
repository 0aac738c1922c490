import { z } from 'zod';
import { defineMessage, defineTopic } from '../definition';
import { idSchema, principalSchema, timestampSchema } from '../wire';

export const notificationDeliveryV1Topic = defineTopic({
  name: 'notification.delivery.v1',
  kind: 'event',
  owner: 'notification',
  key: 'the recipient',
  description: 'What was delivered to whom, through which channel.',
});

export const notificationDeliveredV1 = defineMessage({
  type: 'notification.delivered.v1',
  topic: notificationDeliveryV1Topic,
  description: 'A notification reached a channel of its recipient.',
  data: z.object({
    notificationId: idSchema,
    recipientId: principalSchema,
    kind: z.enum(['outbid', 'won', 'lost', 'sold', 'unsold', 'reserve_met', 'ending_soon']),
    channel: z.enum(['inbox']),
    auctionId: idSchema,
    causedBy: idSchema.describe('the event that it tells of'),
    occurredAt: timestampSchema,
  }),
});
