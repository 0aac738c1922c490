import { idSchema } from '@outcry/contracts';
import { defineEndpoint } from '@outcry/service';
import { z } from 'zod';

export const liveAuction = defineEndpoint({
  method: 'GET',
  path: '/v1/auctions/{auctionId}/live',
  operationId: 'liveAuction',
  summary:
    'Follow an auction as server-sent events: `snapshot`, then `frame`s that tile the public ' +
    'sequence; `reset` replaces the view; `heartbeat` every 15 s; `end` when it is over for good. ' +
    'Resumes by Last-Event-ID.',
  tag: 'live',
  access: 'public',
  idempotency: 'none',
  params: z.strictObject({ auctionId: idSchema }),
  responses: {
    200: {
      description: 'a stream of events; `id` is the public sequence',
      schema: z.string(),
      contentType: 'text/event-stream',
    },
  },
});
