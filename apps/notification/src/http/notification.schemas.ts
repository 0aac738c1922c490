import { idSchema, moneyData, timestampSchema } from '@outcry/contracts';
import { z } from 'zod';
import { NOTICE_KINDS } from '../domain/notice';

export const notificationSchema = z.strictObject({
  notificationId: idSchema,
  position: z.number().int().positive().describe('order within the inbox, rising'),
  kind: z.enum(NOTICE_KINDS),
  auctionId: idSchema,
  saleId: idSchema,
  title: z.string().nullable().describe('of the lot'),
  price: moneyData.nullable().describe('visible price, or the hammer price'),
  endsAt: timestampSchema.nullable(),
  occurredAt: timestampSchema,
  createdAt: timestampSchema,
  readAt: timestampSchema.nullable(),
});
export type NotificationView = z.infer<typeof notificationSchema>;

/** Everybody has an inbox, and only his own. */
export const EVERYBODY = { roles: ['bidder', 'seller', 'operator'] } as const;
