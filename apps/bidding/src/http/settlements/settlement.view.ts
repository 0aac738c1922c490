import {
  idSchema,
  moneySchema,
  principalSchema,
  timestampSchema,
  toWireMoney,
} from '@outcry/contracts';
import { toTimestamp } from '@outcry/kernel';
import { z } from 'zod';
import type { KnownSettlement } from '../../domain/settlement/settlement';
import { settlementView as whereItIs } from '../../domain/settlement/settlement.view';

const ENDED: ReadonlySet<KnownSettlement['status']> = new Set(['settled', 'refunded', 'defaulted']);

export const settlementView = z.object({
  settlementId: idSchema,
  auctionId: idSchema,
  saleId: idSchema,
  sellerId: principalSchema,
  buyerId: principalSchema,
  status: z.enum([
    'awaiting_payment',
    'awaiting_capture',
    'voiding',
    'awaiting_delivery',
    'disputed',
    'paying_out',
    'settled',
    'refunded',
    'defaulted',
  ]),
  ended: z.boolean(),
  waitingFor: z.enum(['ledger', 'buyer', 'operator']).nullable(),
  why: z.string(),
  dueAt: timestampSchema.nullable().describe('when it goes on by itself'),
  hammerPrice: moneySchema,
  premium: moneySchema,
  commission: moneySchema,
  startedAt: timestampSchema,
});

/** Where a settlement is, for its parties and for operators. */
export const viewOfSettlement = (settlement: KnownSettlement): z.output<typeof settlementView> => {
  const { settlementId, auctionId, saleId, sellerId, buyerId, invoice } = settlement;
  const { status, waitingFor, why, dueAtMs } = whereItIs(settlement);
  const money = (amount: bigint) => toWireMoney({ amount, asset: invoice.asset });
  return {
    ...{ settlementId, auctionId, saleId, sellerId, buyerId, status },
    ended: ENDED.has(status),
    ...{ waitingFor, why },
    dueAt: dueAtMs === null ? null : toTimestamp(dueAtMs),
    hammerPrice: money(invoice.hammer),
    premium: money(invoice.premium),
    commission: money(invoice.commission),
    startedAt: toTimestamp(settlement.startedAtMs),
  };
};
