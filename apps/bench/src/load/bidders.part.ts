import { randomUUID } from 'node:crypto';
import { serveParts } from '../stage/part';
import { bidAsFastAsAnswered, bidOnSchedule, type PlaceBid } from './bidding-load';
import { httpConnection } from './http-connection';

export type HttpBidding = {
  readonly port: number;
  /** One bearer token for each client. */
  readonly tokens: readonly string[];
  readonly auctionId: string;
  readonly seconds: number;
  /** Open loop at this rate; without it closed. */
  readonly perSecond?: number;
};

const requestOf = (auctionId: string, token: string, amount: number): string => {
  const body = JSON.stringify({ amount: { amount: amount.toString(), asset: 'USD/2' } });
  return [
    `POST /v1/auctions/${auctionId}/bids HTTP/1.1`,
    'host: bench',
    `authorization: Bearer ${token}`,
    `idempotency-key: ${randomUUID()}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
};

const CREATED = 201;
/** Bids may be refused; anything else means that the race is not what it seems. */
const UNEXPECTED = [400, 401, 403, 404];

/** Bidders as clients of the API, each with a connection of its own. */
serveParts({
  bid: async ({ port, tokens, auctionId, seconds, perSecond }: HttpBidding) => {
    const connections = await Promise.all(tokens.map(() => httpConnection(port)));
    const place: PlaceBid = async (client, amount) => {
      const status = await connections[client]?.send(
        requestOf(auctionId, tokens[client] ?? '', amount),
      );
      if (status === undefined || status >= 500 || UNEXPECTED.includes(status)) {
        throw new Error(`a bid was answered with ${status}`);
      }
      return status === CREATED;
    };
    const result =
      perSecond === undefined
        ? await bidAsFastAsAnswered(tokens.length, seconds, place)
        : await bidOnSchedule(tokens.length, { seconds, perSecond }, place);
    for (const connection of connections) connection.close();
    return result;
  },
});
