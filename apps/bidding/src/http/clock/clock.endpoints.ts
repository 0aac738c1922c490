import { timestampSchema } from '@outcry/contracts';
import { fromTimestamp, toTimestamp } from '@outcry/kernel';
import { defineEndpoint, route } from '@outcry/service';
import { z } from 'zod';
import { setClock } from '../../commands/clock/set-clock.handler';
import { decisionTime } from '../../persistence/locks';
import type { EndpointDeps } from '../endpoint-deps';
import { answerOf } from '../result';

const clockView = z.object({ now: timestampSchema });

const getClock = defineEndpoint({
  method: 'GET',
  path: '/v1/clock',
  operationId: 'getClock',
  summary: 'The business time of the tenant',
  tag: 'clock',
  access: 'public',
  idempotency: 'none',
  responses: { 200: { description: 'The time', schema: clockView } },
});

const putClock = defineEndpoint({
  method: 'PUT',
  path: '/v1/demo/clock',
  operationId: 'setClock',
  summary: 'Set the tenant’s clock, which stands still until it is set again; demo only',
  tag: 'clock',
  access: { roles: ['operator'] },
  idempotency: 'none',
  demo: true,
  body: clockView.strict(),
  responses: { 200: { description: 'The time', schema: clockView } },
  rejections: ['clock_goes_back'],
});

export const getClockRoute = ({ database }: EndpointDeps) =>
  route(getClock, async ({ tenantId }) => {
    const now = toTimestamp(await decisionTime(database, tenantId, []));
    return { status: 200, headers: { 'Cache-Control': 'no-store' }, body: { now } };
  });

export const setClockRoute = ({ database, onClockSet }: EndpointDeps) =>
  route(putClock, async ({ tenantId, body }) => {
    const set = await setClock(database, tenantId, fromTimestamp(body.now));
    if (set.ok) onClockSet();
    return answerOf(set, () => ({ status: 200, body }));
  });
