import { z } from 'zod';
import { defineMessage } from '../definition';
import { accountAddressSchema, idSchema, moneyData, timestampSchema } from '../wire';
import { ledgerHoldV1Topic as topic } from './topics';

const reference = z.object({ type: z.string(), id: z.string() });
/** Minor units; below zero where an account has no floor. */
const signedUnits = z.string().regex(/^-?(0|[1-9]\d{0,37})$/);
export const balanceAfterSchema = z.object({
  account: accountAddressSchema,
  asset: z.string(),
  posted: signedUnits.describe('posted balance on the account’s normal side'),
  available: signedUnits.describe('posted balance less what open holds reserve'),
});

const answer = {
  commandId: idSchema.describe('the command that this answers'),
  holdId: idSchema,
  reference,
  occurredAt: timestampSchema,
};
const remaining = moneyData.describe('what the hold still reserves after this');
const refusal = {
  reason: z.string().describe('stable code, such as insufficient_funds'),
  detail: z.string(),
};

const holdEvent = <const T extends string, S extends z.ZodType>(
  type: T,
  description: string,
  data: S,
) => defineMessage({ type, topic, description, data });

export const holdPlacedV1 = holdEvent(
  'ledger.hold-placed.v1',
  'The hold reserves its amount.',
  z.object({
    ...answer,
    account: accountAddressSchema,
    amount: moneyData,
    remaining,
    balance: balanceAfterSchema,
  }),
);
export const holdRefusedV1 = holdEvent(
  'ledger.hold-refused.v1',
  'The hold was not placed; the outcome of this command id stays so for ever.',
  z.object({ ...answer, ...refusal }),
);
export const holdIncreasedV1 = holdEvent(
  'ledger.hold-increased.v1',
  'The hold reserves more.',
  z.object({ ...answer, amount: moneyData, remaining, balance: balanceAfterSchema }),
);
export const holdIncreaseRefusedV1 = holdEvent(
  'ledger.hold-increase-refused.v1',
  'The hold reserves what it did before.',
  z.object({ ...answer, ...refusal }),
);
export const holdCapturedV1 = holdEvent(
  'ledger.hold-captured.v1',
  'Part or all of the hold was moved to the credit account.',
  z.object({
    ...answer,
    amount: moneyData,
    remaining,
    creditAccount: accountAddressSchema,
    transferId: idSchema,
    balances: z.array(balanceAfterSchema),
  }),
);
export const captureRefusedV1 = holdEvent(
  'ledger.capture-refused.v1',
  'Nothing was captured, and this command id never will be.',
  z.object({ ...answer, ...refusal }),
);
export const captureVoidedV1 = holdEvent(
  'ledger.capture-voided.v1',
  'The named capture had not been done and is now impossible.',
  z.object({ ...answer, captureCommandId: idSchema }),
);
export const captureStandsV1 = holdEvent(
  'ledger.capture-stands.v1',
  'The named capture had been done before it could be voided.',
  z.object({ ...answer, captureCommandId: idSchema, amount: moneyData, transferId: idSchema }),
);
export const holdReleasedV1 = holdEvent(
  'ledger.hold-released.v1',
  'Part or all of the hold was given back.',
  z.object({ ...answer, amount: moneyData, remaining, balance: balanceAfterSchema }),
);
export const releaseRefusedV1 = holdEvent(
  'ledger.release-refused.v1',
  'Nothing was released.',
  z.object({ ...answer, ...refusal }),
);
export const holdExpiredV1 = holdEvent(
  'ledger.hold-expired.v1',
  'The hold’s time ran out; what it reserved was given back.',
  z.object({
    holdId: idSchema,
    reference,
    occurredAt: timestampSchema,
    amount: moneyData,
    balance: balanceAfterSchema,
  }),
);
