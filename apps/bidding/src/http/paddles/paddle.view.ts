import {
  bidding,
  idSchema,
  moneySchema,
  principalSchema,
  timestampSchema,
  toWireMoney,
} from '@outcry/contracts';
import { toTimestamp } from '@outcry/kernel';
import { z } from 'zod';
import type { KnownPaddle } from '../../persistence/paddle/paddle.row';

export const paddleView = z.object({
  paddleId: idSchema,
  saleId: idSchema,
  bidderId: principalSchema,
  number: bidding.paddleNumberSchema,
  status: z.enum(['requested', 'live', 'closing', 'closed', 'refused']),
  limit: moneySchema.describe('the spending limit in force, or asked for'),
  held: moneySchema.describe('what the ledger holds for it'),
  limitChangePending: z.boolean(),
  refusal: z.string().nullable().describe('why the ledger refused'),
  requestedAt: timestampSchema,
});

/** What a bidder, and operators, may see of a paddle; what it has committed stays inside. */
export const viewOfPaddle = (paddle: KnownPaddle): z.output<typeof paddleView> => {
  const { paddleId, saleId, bidderId, number, status, asset } = paddle;
  const money = (amount: bigint) => toWireMoney({ amount, asset });
  return {
    ...{ paddleId, saleId, bidderId, number, status },
    limit: money(paddle.limit),
    held: money(paddle.held),
    limitChangePending: paddle.status === 'live' && paddle.pending !== null,
    refusal: paddle.status === 'refused' ? paddle.reason : null,
    requestedAt: toTimestamp(paddle.requestedAtMs),
  };
};
