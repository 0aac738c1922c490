import { randomUUID } from 'node:crypto';
import { bidding } from '@outcry/contracts';
import { testServers } from '@outcry/testing';
import { Redis } from 'ioredis';
import type { AuctionsStart, Bidding, Committed } from '../../load/edge/auctions.part';
import { startPlayer, type Player } from '../../stage/player';
import { openStage, type Stage } from '../../stage/stage';
import { until } from '../../stage/stopwatch';
import { openEdge, type Edge } from './open-edge';

const TOPICS = [
  bidding.biddingAuctionV1Topic.name,
  bidding.biddingPaddleV1Topic.name,
  'notification.delivery.v1',
  'notification.dlq',
];

/** The whole way of a live frame: bidding's outbox, Kafka, notification, Redis, a gateway. */
export type LiveRooms = {
  readonly edge: Edge;
  readonly stage: Stage;
  /** Opens auctions with nothing but their listing. */
  readonly list: (auctionIds: readonly string[]) => Promise<void>;
  readonly bid: (bids: Bidding) => Promise<readonly Committed[]>;
  readonly close: () => Promise<void>;
};

const startNotification = async (events: Stage, own: Stage): Promise<Player> => {
  const notification = startPlayer('load/edge/notification.part.ts');
  await notification.call('start', {
    OUTCRY_HTTP_PORT: '0',
    OUTCRY_LOG_LEVEL: 'error',
    OUTCRY_DATABASE_URL: own.connectionString,
    OUTCRY_KAFKA_BROKERS: events.brokers.join(','),
    OUTCRY_REDIS_URL: testServers().redisUrl,
    OUTCRY_TOPIC_PREFIX: events.topicPrefix,
    // Nobody asks it for anything.
    OUTCRY_JWKS_URL: 'http://127.0.0.1:9/jwks',
    OUTCRY_TOKEN_ISSUER: 'https://issuer.test',
  });
  return notification;
};

/** Until its projection has joined, it begins with the latest: what came before is not shown. */
const untilShown = async (rooms: Pick<LiveRooms, 'list'>): Promise<void> => {
  const redis = new Redis(testServers().redisUrl);
  await until(
    'an auction to be shown live',
    async () => {
      const auctionId = randomUUID();
      await rooms.list([auctionId]);
      await new Promise((resolve) => setTimeout(resolve, 200));
      return (await redis.exists(`live-window:default:${auctionId}`)) === 1;
    },
    { everyMs: 0 },
  );
  redis.disconnect();
};

export const openLiveRooms = async (): Promise<LiveRooms> => {
  const stage = await openStage({ name: 'live_events', topics: TOPICS });
  const migrations = 'apps/notification/prisma/migrations';
  const own = await openStage({ name: 'live_notification', migrations, topics: [] });
  const auctions = startPlayer('load/edge/auctions.part.ts');
  const { connectionString, brokers, topicPrefix } = stage;
  const start: AuctionsStart = { connectionString, brokers, topicPrefix };
  const serviceUrl = await auctions.call<string>('start', start);
  const notification = await startNotification(stage, own);
  const edge = await openEdge(serviceUrl);
  const list = (auctionIds: readonly string[]) => auctions.call<void>('list', auctionIds);
  await untilShown({ list });
  return {
    ...{ edge, stage, list },
    bid: (bids) => auctions.call<readonly Committed[]>('bid', bids),
    close: async () => {
      await edge.close();
      await Promise.all([notification.end(), auctions.end()]);
      await own.close();
      await stage.close();
    },
  };
};
