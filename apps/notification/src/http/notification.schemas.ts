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

const CURSOR = /^\d{1,15}$/;
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: z
    .string()
    .transform((text) => Buffer.from(text, 'base64url').toString('utf8'))
    .pipe(z.string().regex(CURSOR, 'is not a cursor of this list'))
    .transform(Number)
    .optional(),
};

export const cursorOf = (position: number): string =>
  Buffer.from(String(position)).toString('base64url');
