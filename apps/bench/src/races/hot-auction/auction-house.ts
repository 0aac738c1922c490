import { randomUUID } from 'node:crypto';
import { bidding, ledger } from '@outcry/contracts';
import { startTestIssuer, testServers } from '@outcry/testing';
import { INCREMENT, START_PRICE } from '../../load/bidding-load';
import { startPlayer, type Player } from '../../stage/player';
import { openStage, type Stage } from '../../stage/stage';
import { until } from '../../stage/stopwatch';
import { answerHolds } from './answer-holds';

const RICH = '1000000000000000';
const TOPICS = [
  bidding.biddingAuctionV1Topic.name,
  bidding.biddingPaddleV1Topic.name,
  ledger.ledgerCommandV1Topic.name,
  ledger.holdPlacedV1.topic.name,
  ledger.transfersPostedV1.topic.name,
  'bidding.dlq',
];
const TOKEN_SECONDS = 7_200;

/** Bidding as a service, with a sale in which all bidders have live paddles. */
export type AuctionHouse = {
  readonly stage: Stage;
  readonly bidders: readonly string[];
  readonly tokens: readonly string[];
  /** An auction that is open until long after the race. */
  readonly auction: () => Promise<string>;
  /** The service's port, with that many bids in a transaction at most. */
  readonly serving: (bidsPerTransaction: number) => Promise<number>;
  readonly close: () => Promise<void>;
};

type Issuer = Awaited<ReturnType<typeof startTestIssuer>>;

const clientOf = (issuer: Issuer, url: () => string) => {
  const call = async (method: string, path: string, sub: string, body?: object) => {
    const role = { olga: 'operator', sam: 'seller' }[sub] ?? 'bidder';
    const token = await issuer.issueToken({ sub, roles: [role as 'bidder'] });
    const response = await fetch(url() + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Record<string, string>;
  };
  return {
    post: (path: string, sub: string, body: object = {}) => call('POST', path, sub, body),
    get: (path: string, sub: string) => call('GET', path, sub),
  };
};

type Client = ReturnType<typeof clientOf>;

const registerAll = async (client: Client, saleId: string, bidders: readonly string[]) => {
  const limit = { amount: RICH, asset: 'USD/2' };
  const path = `/v1/sales/${saleId}/paddles`;
  const paddles: Record<string, string>[] = [];
  // One by one: numbers are given under the lock of the sale, for which others would only wait.
  for (const sub of bidders) paddles.push(await client.post(path, sub, { limit }));
  await until(
    'the paddles to be live',
    async () => {
      const states = await Promise.all(
        paddles.map(({ paddleId }, at) => client.get(`/v1/paddles/${paddleId}`, bidders[at] ?? '')),
      );
      return states.every(({ status }) => status === 'live');
    },
    { everyMs: 300 },
  );
};

const openAuction = async (client: Client, saleId: string): Promise<string> => {
  const { auctionId = '' } = await client.post('/v1/auctions', 'sam', {
    saleId,
    lot: { title: 'A clock' },
    startPrice: { amount: String(START_PRICE), asset: 'USD/2' },
    increments: { kind: 'absolute', tiers: [{ from: '0', step: String(INCREMENT) }] },
    opensAt: new Date(Date.now() - 60_000).toISOString(),
    endsAt: new Date(Date.now() + 86_400_000).toISOString(),
  });
  await client.post(`/v1/auctions/${auctionId}/schedule`, 'sam');
  return auctionId;
};

export const BIDDING = 'apps/bidding/prisma/migrations';

/** @param like a database of bidding's to begin with; none means an empty one */
export const openAuctionHouse = async (clients: number, like?: string): Promise<AuctionHouse> => {
  const stage = await openStage({ name: 'auction', migrations: BIDDING, topics: TOPICS, like });
  const issuer = await startTestIssuer();
  const stopAnswering = await answerHolds(stage.transport);
  const players: Player[] = [];

  const serving = async (bidsPerTransaction: number): Promise<string> => {
    const player = startPlayer('load/bidding.part.ts');
    players.push(player);
    return player.call<string>('start', {
      OUTCRY_HTTP_PORT: '0',
      OUTCRY_JWKS_URL: issuer.jwksUrl,
      OUTCRY_TOKEN_ISSUER: issuer.issuer,
      OUTCRY_LOG_LEVEL: 'error',
      OUTCRY_DATABASE_URL: stage.connectionString,
      OUTCRY_KAFKA_BROKERS: stage.brokers.join(','),
      OUTCRY_REDIS_URL: testServers().redisUrl,
      OUTCRY_TOPIC_PREFIX: stage.topicPrefix,
      OUTCRY_BIDS_PER_TRANSACTION: String(bidsPerTransaction),
    });
  };
  const url = await serving(200);
  const client = clientOf(issuer, () => url);
  const sale = { title: 'Evening sale', asset: 'USD/2' };
  const { saleId = '' } = await client.post('/v1/sales', 'olga', sale);
  const bidders = Array.from({ length: clients }, (_, at) => `bidder-${at}`);
  await registerAll(client, saleId, bidders);
  const tokens = await Promise.all(
    bidders.map((sub) => issuer.issueToken({ sub, roles: ['bidder'], ttlSeconds: TOKEN_SECONDS })),
  );
  const grouped = Number(new URL(url).port);
  return {
    ...{ stage, bidders, tokens },
    auction: () => openAuction(client, saleId),
    serving: async (bids) => (bids === 200 ? grouped : Number(new URL(await serving(bids)).port)),
    close: async () => {
      await Promise.all(players.map((player) => player.end()));
      await stopAnswering();
      await issuer.close();
      await stage.close();
    },
  };
};
