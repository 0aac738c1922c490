import {
  bidding,
  minorUnitsSchema,
  moneySchema,
  principalSchema,
  timestampSchema,
} from '@outcry/contracts';
import { z } from 'zod';
import { houseTables } from '../../domain/increment/house-tables';

const durationMs = z.int().positive();
const amount = minorUnitsSchema;
const named = {
  id: z.string().min(1).max(60).default('custom'),
  version: z.int().positive().default(1),
};

const houseIds = houseTables.map(({ id }) => id);

export const incrementsSchema = z.union([
  z.strictObject({ kind: z.literal('house'), id: z.enum(houseIds) }),
  z.strictObject({
    kind: z.literal('absolute'),
    ...named,
    tiers: z
      .array(z.strictObject({ from: amount, step: amount }))
      .min(1)
      .max(60),
  }),
  z.strictObject({
    kind: z.literal('percentage'),
    ...named,
    bps: z.int().positive().max(100_000),
  }),
  z.strictObject({
    kind: z.literal('ladder'),
    ...named,
    rungs: z.array(amount).min(1).max(60),
  }),
]);

export const softCloseSchema = z.strictObject({
  windowMs: durationMs,
  maxExtensions: z.int().positive().nullable().default(null),
});

export const lotInputSchema = z.strictObject({
  title: bidding.lotSchema.shape.title.min(1).max(200),
  description: z.string().max(10_000).default(''),
  imageUrls: z
    .array(z.url({ protocol: /^https?$/ }).max(2_000))
    .max(30)
    .default([]),
});

export const rulesSchema = z.strictObject({
  freeWithdrawalLeftMs: z.int().nonnegative(),
  lateRetractionWithinMs: z.int().nonnegative(),
  lowerReserveLeftMs: z.int().nonnegative(),
});

/** What a seller sets; on an edit a field that is left out stays as it is. */
export const termsFields = {
  lot: lotInputSchema,
  mode: z.enum(['proxy', 'straight']).describe('proxy: an amount is a secret maximum'),
  startPrice: moneySchema,
  reserve: moneySchema.nullable().describe('secret; write only'),
  buyNow: moneySchema.nullable(),
  increments: incrementsSchema,
  opensAt: timestampSchema,
  endsAt: timestampSchema,
  durationMs: durationMs.describe('instead of endsAt: from the first bid that meets the reserve'),
  softClose: softCloseSchema.nullable(),
  linkedBidderIds: z.array(principalSchema).max(100).describe('act with the seller; write only'),
  rules: rulesSchema.partial(),
};

export const editSchema = z.strictObject(termsFields).partial();

export type TermsInput = z.output<typeof editSchema>;
