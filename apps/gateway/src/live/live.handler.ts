import {
  EVENT_STREAM_HEADERS,
  openEventStream,
  type EndpointRequest,
  type HttpResult,
} from '@outcry/service';
import { reject, type Rejection } from '@outcry/kernel';
import type { ServerResponse } from 'node:http';
import type { RateLimiter } from '../limits/rate-limiter';
import { LiveClient } from './live-client';
import type { RoomKey } from './room-feed';
import type { Rooms } from './rooms';

export type LiveOptions = {
  readonly rooms: Rooms;
  readonly limiter: RateLimiter;
};

/** Node's timers reach no further. */
const MAX_TIMER_MS = 2 ** 31 - 1;

const lastEventIdOf = (header: string | undefined): number | null =>
  header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null;

/** Ends the stream when the token that opened it does. */
const endWithToken = (client: LiveClient, expiresAtMs: number): NodeJS.Timeout =>
  setTimeout(
    () => client.end('token_expired'),
    Math.min(Math.max(0, expiresAtMs - Date.now()), MAX_TIMER_MS),
  );

const streamTo =
  (rooms: Rooms, key: RoomKey, client: LiveClient, request: EndpointRequest) =>
  async (response: ServerResponse): Promise<void> => {
    // Express answers HEAD by the route of GET: the headers are all of it.
    if (response.req.method === 'HEAD') return rooms.leave(key, client);
    const stream = openEventStream(response, { signal: request.signal });
    const { principal } = request;
    const expiry = principal === null ? undefined : endWithToken(client, principal.expiresAtMs);
    client.attach(stream);
    await stream.closed;
    clearTimeout(expiry);
    rooms.leave(key, client);
  };

/** Refuses with: not_found, overloaded, rate_limited; 503 when the auction cannot be read. */
export const liveHandler =
  ({ rooms, limiter }: LiveOptions) =>
  async (
    request: EndpointRequest<{ auctionId: string }>,
  ): Promise<HttpResult | { readonly rejection: Rejection }> => {
    const { principal, tenantId, params } = request;
    const rateHeaders = await limiter.admit({
      principal,
      address: request.remoteAddress,
      method: 'GET',
      path: `/v1/auctions/${params.auctionId}/live`,
    });
    if (rooms.isFull()) {
      return reject('overloaded', 'Too many live streams are open here; try again.');
    }
    // One room, however its id is written (RFC 9562 §4: lower case on output).
    const key = { tenantId, auctionId: params.auctionId.toLowerCase() };
    const client = new LiveClient();
    const outcome = await rooms.join(key, client, lastEventIdOf(request.header('last-event-id')));
    if (outcome === 'not_found') return reject('not_found', 'There is no such public auction.');
    return {
      status: 200,
      headers: { ...EVENT_STREAM_HEADERS, ...rateHeaders },
      stream: streamTo(rooms, key, client, request),
    };
  };
