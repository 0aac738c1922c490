import { z } from 'zod';
import { defineMessage } from '../definition';
import { accountAddressSchema, idSchema, moneyData, timestampSchema } from '../wire';
import { balanceAfterSchema } from './hold-events.v1';
import { ledgerTransferV1Topic as topic } from './topics';

const answer = {
  commandId: idSchema.describe('the command or request that this answers'),
  reference: z.object({ type: z.string(), id: z.string() }),
  occurredAt: timestampSchema,
};

export const transfersPostedV1 = defineMessage({
  type: 'ledger.transfers-posted.v1',
  topic,
  description: 'A chain of linked transfers was posted, all of it.',
  data: z.object({
    ...answer,
    transfers: z.array(
      z.object({
        transferId: idSchema,
        debitAccount: accountAddressSchema,
        creditAccount: accountAddressSchema,
        amount: moneyData,
        code: z.string(),
        debitBalance: balanceAfterSchema,
        creditBalance: balanceAfterSchema,
      }),
    ),
  }),
});

export const transfersRefusedV1 = defineMessage({
  type: 'ledger.transfers-refused.v1',
  topic,
  description: 'A chain of linked transfers was refused, all of it; its command id stays refused.',
  data: z.object({
    ...answer,
    reason: z.string(),
    detail: z.string(),
    failedIndex: z.number().int(),
  }),
});
