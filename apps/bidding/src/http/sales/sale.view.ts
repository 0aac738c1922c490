import { assetSchema, idSchema, minorUnitsSchema, timestampSchema } from '@outcry/contracts';
import { toTimestamp } from '@outcry/kernel';
import { z } from 'zod';
import type { Sale } from '../../domain/sale/sale';

export const basisPointsSchema = z.int().min(0).max(10_000).describe('1 % is 100');
const durationSchema = z.int().positive().describe('milliseconds');

export const premiumTiersSchema = z
  .array(z.strictObject({ from: minorUnitsSchema, bps: basisPointsSchema }))
  .min(1)
  .max(20)
  .describe('the part of the hammer price from `from` on pays this rate');

export const deadlinesSchema = z.strictObject({
  paymentMs: durationSchema,
  deliveryMs: durationSchema,
  disputeMs: durationSchema,
});

export const saleView = z.object({
  saleId: idSchema,
  title: z.string(),
  asset: assetSchema,
  buyersPremium: premiumTiersSchema,
  buyersPremiumVersion: z.int(),
  sellersCommissionBps: basisPointsSchema,
  sellersCommissionVersion: z.int(),
  depositBps: basisPointsSchema,
  deadlines: deadlinesSchema,
  createdAt: timestampSchema,
});

export const viewOfSale = (sale: Sale): z.output<typeof saleView> => ({
  saleId: sale.saleId,
  title: sale.title,
  asset: sale.asset,
  buyersPremium: sale.premium.tiers.map(({ from, basisPoints }) => ({
    from: from.toString(),
    bps: basisPoints,
  })),
  buyersPremiumVersion: sale.premium.version,
  sellersCommissionBps: sale.commission.basisPoints,
  sellersCommissionVersion: sale.commission.version,
  depositBps: sale.depositBasisPoints,
  deadlines: { ...sale.deadlines },
  createdAt: toTimestamp(sale.createdAtMs),
});
