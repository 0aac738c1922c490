import {
  defineEndpoint,
  encodeEvent,
  EVENT_STREAM_HEADERS,
  openEventStream,
  type EndpointRequest,
  type HttpResult,
} from '@outcry/service';
import { z } from 'zod';
import type { InboxStreams } from '../live/inbox-streams';
import { EVERYBODY } from './notification.schemas';
import { recipientOf } from './recipient';

export const streamNotifications = defineEndpoint({
  method: 'GET',
  path: '/v1/notifications/stream',
  operationId: 'streamNotifications',
  summary:
    'Follow your inbox as server-sent events: `ready` or `reset`, `notification`, `unread`, ' +
    '`heartbeat`, and `end` when your token does. Resumes by Last-Event-ID.',
  tag: 'notifications',
  access: EVERYBODY,
  idempotency: 'none',
  responses: {
    200: {
      description: 'a stream of events; `id` is the position in the inbox',
      schema: z.string(),
      contentType: 'text/event-stream',
    },
  },
});

/** Node's timers reach no further. */
const MAX_TIMER_MS = 2 ** 31 - 1;

const lastEventIdOf = (header: string | undefined): number | null =>
  header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null;

export const streamNotificationsHandler =
  (streams: InboxStreams) =>
  async (request: EndpointRequest): Promise<HttpResult> => ({
    status: 200,
    headers: EVENT_STREAM_HEADERS,
    stream: async (response) => {
      // Express answers HEAD by the route of GET: the headers are all of it.
      if (response.req.method === 'HEAD') return;
      const stream = openEventStream(response, { signal: request.signal });
      const lifeMs = (request.principal?.expiresAtMs ?? 0) - Date.now();
      const expiry = setTimeout(
        () => {
          const data = JSON.stringify({ reason: 'token_expired' });
          stream.write(encodeEvent({ event: 'end', data }));
          stream.end();
        },
        Math.min(Math.max(0, lifeMs), MAX_TIMER_MS),
      );
      try {
        const lastEventId = lastEventIdOf(request.header('last-event-id'));
        await streams.follow(recipientOf(request), stream, lastEventId);
      } finally {
        clearTimeout(expiry);
      }
    },
  });
