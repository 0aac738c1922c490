import { idSchema, principalSchema, timestampSchema } from '@outcry/contracts';
import { toTimestamp } from '@outcry/kernel';
import { z } from 'zod';
import type { Item } from '../domain/item';

export const titleSchema = z.string().min(1).max(200);

/** An item as callers see it. */
export const itemView = z.object({
  id: idSchema,
  title: titleSchema,
  registeredBy: principalSchema,
  registeredAt: timestampSchema,
  dueAt: timestampSchema,
});

export const viewOfItem = (item: Item): z.input<typeof itemView> => ({
  id: item.id,
  title: item.title,
  registeredBy: item.registeredBy,
  registeredAt: toTimestamp(item.registeredAt),
  dueAt: toTimestamp(item.dueAt),
});
