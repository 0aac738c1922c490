import { z } from 'zod';
import { defineMessage } from '../definition';
import { accountAddressSchema, idSchema, moneyData, timestampSchema } from '../wire';
import { ledgerCommandV1Topic as topic } from './topics';

/** Client-made and kept before it is sent; the ledger stores the outcome under it for ever. */
const commandId = idSchema.describe('client id of the command; the same id gets the same outcome');
const reference = z
  .object({ type: z.string().max(40), id: z.string().max(80) })
  .describe('what the money moves for, such as a settlement or a paddle');

export const placeHoldV1 = defineMessage({
  type: 'ledger.place-hold.v1',
  topic,
  description: 'Reserve an amount of an account, above its floor, until captured or released.',
  data: z.object({
    commandId,
    holdId: idSchema,
    account: accountAddressSchema,
    amount: moneyData,
    expiresAt: timestampSchema.nullable(),
    reference,
  }),
});

export const increaseHoldV1 = defineMessage({
  type: 'ledger.increase-hold.v1',
  topic,
  description: 'Reserve more under an existing hold.',
  data: z.object({ commandId, holdId: idSchema, amount: moneyData, reference }),
});

export const captureHoldV1 = defineMessage({
  type: 'ledger.capture-hold.v1',
  topic,
  description: 'Move part or all of what a hold still reserves to another account.',
  data: z.object({
    commandId,
    holdId: idSchema,
    amount: moneyData,
    creditAccount: accountAddressSchema,
    reference,
  }),
});

export const voidIfNotCapturedV1 = defineMessage({
  type: 'ledger.void-if-not-captured.v1',
  topic,
  description:
    'Give up on a capture: unless it has been done, make it impossible for ever. The answer says which.',
  data: z.object({ commandId, captureCommandId: idSchema, holdId: idSchema, reference }),
});

export const releaseHoldV1 = defineMessage({
  type: 'ledger.release-hold.v1',
  topic,
  description: 'Give back part of a hold, or all that is left of it when no amount is named.',
  data: z.object({ commandId, holdId: idSchema, amount: moneyData.nullable(), reference }),
});

export const transferLegSchema = z.object({
  debitAccount: accountAddressSchema,
  creditAccount: accountAddressSchema,
  amount: moneyData,
  code: z.string().max(40).describe('what the leg is, such as payout or commission'),
});

export const postTransfersV1 = defineMessage({
  type: 'ledger.post-transfers.v1',
  topic,
  description: 'Post linked transfers: all of them or none.',
  data: z.object({ commandId, transfers: z.array(transferLegSchema).min(1).max(64), reference }),
});
