import { timestampSchema } from '@outcry/contracts';
import { defined, fromTimestamp } from '@outcry/kernel';
import type { Outbox } from '@outcry/messaging';
import { defineEndpoint, route, type Idempotency } from '@outcry/service';
import { z } from 'zod';
import { registerItem } from '../commands/register-item.handler';
import { itemView, titleSchema, viewOfItem } from './item.view';

const endpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/__name__',
  operationId: 'register__PascalName__Item',
  summary: 'Register an item',
  tag: '__name__',
  access: { roles: ['bidder', 'seller', 'operator'] },
  idempotency: 'required',
  body: z.strictObject({ title: titleSchema, dueAt: timestampSchema }),
  responses: { 201: { description: 'The item', schema: itemView } },
  rejections: ['due_time_passed'],
});

export const registerItemRoute = (deps: {
  readonly idempotency: Idempotency;
  readonly outbox: Outbox;
  readonly newId: () => string;
}) =>
  route(endpoint, async (request) => {
    const by = defined(request.principal, 'registering is not public').id;
    const { title, dueAt } = request.body;
    const answer = await deps.idempotency.run(request, async (sql) => {
      const { tenantId, requestId } = request;
      const command = { tenantId, id: deps.newId(), title, dueAt: fromTimestamp(dueAt), by };
      const registered = await registerItem(sql, deps.outbox.append, command, requestId);
      if (!registered.ok) return registered;
      const headers = { Location: `/v1/__name__/${registered.value.id}` };
      return { status: 201, headers, body: viewOfItem(registered.value) };
    });
    deps.outbox.wake();
    return answer;
  });
