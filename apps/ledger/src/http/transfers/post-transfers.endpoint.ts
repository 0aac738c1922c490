import { fromWireMoney, idSchema, ledger, moneySchema, timestampSchema } from '@outcry/contracts';
import { assert, defined, toTimestamp } from '@outcry/kernel';
import { defineEndpoint, route, type Idempotency } from '@outcry/service';
import { z } from 'zod';
import { applyCommands, type LedgerDeps } from '../../commands/apply-commands.handler';
import type { Outcome } from '../../domain/answer';
import type { PostTransfers } from '../../domain/ledger-command';
import { wireTransfer } from '../../publishing/ledger-answer.publisher';

const body = z.strictObject({
  id: idSchema.optional().describe('client id of the chain; its outcome is kept for ever'),
  transfers: z
    .array(z.strictObject({ ...ledger.transferLegSchema.shape, amount: moneySchema }))
    .min(1)
    .max(64)
    .describe('linked: all of them or none'),
  reference: z
    .strictObject({ type: z.string().min(1).max(40), id: z.string().min(1).max(80) })
    .optional()
    .describe('what the money moves for'),
});

const posted = z.object({
  id: idSchema,
  postedAt: timestampSchema,
  transfers: z.array(
    z.object({
      ...ledger.transferLegSchema.shape,
      transferId: idSchema,
      debitBalance: ledger.balanceAfterSchema,
      creditBalance: ledger.balanceAfterSchema,
    }),
  ),
});

const endpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/transfers',
  operationId: 'postTransfers',
  summary: 'Post linked transfers: all of them or none',
  tag: 'transfers',
  access: { roles: ['operator'] },
  idempotency: 'required',
  body,
  responses: { 201: { description: 'Posted, with the balances after', schema: posted } },
  rejections: [
    'command_id_reused',
    'same_account',
    'unknown_account_class',
    'account_not_found',
    'asset_not_found',
    'amount_zero',
    'amount_overflow',
    'insufficient_funds',
  ],
});

const commandOf = (
  tenantId: string,
  principalId: string,
  given: z.output<typeof body>,
  newId: () => string,
): PostTransfers => ({
  kind: 'post_transfers',
  tenantId,
  commandId: given.id ?? newId(),
  reference: given.reference ?? { type: 'operator', id: principalId.slice(0, 80) },
  legs: given.transfers.map((leg) => ({
    ...leg,
    transferId: newId(),
    amount: fromWireMoney(leg.amount),
  })),
});

const resultOf = ({ commandId, answer, decidedAt }: Outcome) => {
  if (answer.kind === 'refused') {
    const { rejection, failedIndex } = answer;
    const field = rejection.field ?? `/transfers/${failedIndex}`;
    return { rejection: { ...rejection, field, extensions: { failedIndex } } };
  }
  assert(answer.kind === 'transfers_posted', 'a chain was answered like a hold');
  const postedAt = toTimestamp(decidedAt);
  const location = `/v1/transfers/${commandId}`;
  const transfers = answer.transfers.map(wireTransfer);
  return {
    status: 201,
    headers: { Location: location },
    body: { id: commandId, postedAt, transfers },
  };
};

export const postTransfersRoute = (
  idempotency: Idempotency,
  deps: LedgerDeps & { readonly wake: () => void },
) => {
  const apply = applyCommands(deps);
  return route(endpoint, async (request) => {
    const principal = defined(request.principal, 'the ledger has no public operation');
    const answer = await idempotency.run(request, async (sql) => {
      const command = commandOf(request.tenantId, principal.id, request.body, deps.newId);
      const [decided] = await apply(sql, [
        { command, causation: { correlationId: request.requestId } },
      ]);
      return resultOf(defined(decided, 'a command without a decision').outcome);
    });
    deps.wake();
    return answer;
  });
};
