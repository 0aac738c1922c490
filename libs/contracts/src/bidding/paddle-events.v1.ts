import { z } from 'zod';
import { defineMessage } from '../definition';
import { idSchema, principalSchema, timestampSchema } from '../wire';
import { paddleNumberSchema } from './auction-events.v1';
import { biddingPaddleV1Topic as topic } from './topics';

const data = z.object({
  paddleId: idSchema,
  saleId: idSchema,
  number: paddleNumberSchema,
  bidderId: principalSchema,
  occurredAt: timestampSchema,
});

export const paddleRegisteredV1 = defineMessage({
  type: 'bidding.paddle-registered.v1',
  topic,
  description: 'The ledger holds the spending limit: the bidder may bid in the sale.',
  data,
});
export const paddleRefusedV1 = defineMessage({
  type: 'bidding.paddle-refused.v1',
  topic,
  description: 'The ledger refused the hold: the bidder may not bid.',
  data: data.extend({ reason: z.string() }),
});
export const paddleLimitChangedV1 = defineMessage({
  type: 'bidding.paddle-limit-changed.v1',
  topic,
  description: 'The bidder’s request for another spending limit took effect.',
  data,
});
export const paddleClosedV1 = defineMessage({
  type: 'bidding.paddle-closed.v1',
  topic,
  description: 'The registration ended and what was left of its hold is being released.',
  data,
});
