import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { bidding, type MessageData } from '@outcry/contracts';
import { uuidV7Generator } from '@outcry/kernel';
import {
  createKafkaTransport,
  createOutbox,
  createRelay,
  inProcessWakeUps,
  message,
  OUTBOX_SHARDS,
  type Outbox,
  type OutgoingMessage,
} from '@outcry/messaging';
import { createDatabase, serviceMetrics, type ServiceDatabase } from '@outcry/service';
import { checkoutRoot } from '../../stage/checkout';
import { serveParts } from '../../stage/part';
import { sharedNowMs } from '../latency-clock';
import { poisson } from './poisson';

export type AuctionsStart = {
  readonly connectionString: string;
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
};
/** Bids a second, of auctions drawn at random. */
export type Bidding = {
  readonly auctionIds: readonly string[];
  readonly perSecond: number;
  readonly seconds: number;
};
/** When the commit of a bid had returned. */
export type Committed = {
  readonly auctionId: string;
  readonly sequence: number;
  readonly atMs: number;
};

type Auction = { sequence: number; last: Promise<void> };

const CONNECTIONS = 10;
const A_DAY_MS = 86_400_000;

const example = <Data>(type: string): Data =>
  JSON.parse(
    readFileSync(join(checkoutRoot(), `libs/contracts/examples/${type}.json`), 'utf8'),
  ) as Data;

const auctions = new Map<string, Auction>();
const wakeUps = inProcessWakeUps();
let database: ServiceDatabase;
let outbox: Outbox;

const opensAt = new Date(Date.now() - A_DAY_MS).toISOString();
const endsAt = new Date(Date.now() + A_DAY_MS).toISOString();
const open = <Data extends { readonly auction: object }>(data: Data, auctionId: string): Data => ({
  ...{ ...data, auctionId },
  auction: { ...data.auction, status: 'open', opensAt, endsAt },
});
const listing = example<MessageData<typeof bidding.auctionScheduledV1>>(
  bidding.auctionScheduledV1.type,
);
const placed = example<MessageData<typeof bidding.bidPlacedV1>>(bidding.bidPlacedV1.type);

const publish = async (message: OutgoingMessage): Promise<void> => {
  await database.transact((sql) => outbox.append(sql, [message]));
  outbox.wake();
};

const list = async (auctionId: string): Promise<void> => {
  auctions.set(auctionId, { sequence: 1, last: Promise.resolve() });
  const data = open(listing, auctionId);
  const about = { tenantId: 'default', key: auctionId, sequence: 1n };
  await publish(message({ ...about, definition: bidding.auctionScheduledV1, data }));
};

/** One after another within an auction, as its row's lock has it. */
const bid = (auctionId: string): Promise<Committed> => {
  const auction = auctions.get(auctionId) as Auction;
  const committing = auction.last.then(async () => {
    const sequence = auction.sequence + 1;
    const bids = placed.bids.map((one) => ({ ...one, bidId: randomUUID() }));
    const data = { ...open(placed, auctionId), bids };
    const about = { tenantId: 'default', key: auctionId, sequence: BigInt(sequence) };
    await publish(message({ ...about, definition: bidding.bidPlacedV1, data }));
    auction.sequence = sequence;
    return { auctionId, sequence, atMs: sharedNowMs() };
  });
  auction.last = committing.then(() => undefined);
  return committing;
};

/** What the gateway begins its rooms with. */
const snapshots = createServer((request, response) => {
  const auctionId = request.url?.split('/').at(-1) ?? '';
  const sequence = auctions.get(auctionId)?.sequence ?? 0;
  const view = { auctionId, sequence, auction: { status: 'open' }, lot: { title: 'A clock' } };
  const body = JSON.stringify(view);
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  response.writeHead(200, headers).end(body);
});

/** Bidding as others see it: it commits events, relays them and answers for its auctions. */
serveParts({
  start: async ({ connectionString, brokers, topicPrefix }: AuctionsStart) => {
    database = createDatabase({ connectionString, maxConnections: CONNECTIONS });
    const clock = { nowMs: Date.now };
    outbox = createOutbox({
      ...{ ids: uuidV7Generator(clock, randomBytes), clock, shards: OUTBOX_SHARDS, wakeUps },
      ...{ source: '/outcry/bidding', traceHeaders: () => ({}) },
    });
    const relay = createRelay({
      ...{ database, shards: OUTBOX_SHARDS, owner: `bench-${randomUUID()}`, wakeUps },
      transport: createKafkaTransport({ brokers, clientId: 'relay', topicPrefix }),
      metrics: serviceMetrics(),
    });
    await relay.start();
    await new Promise<void>((resolve) => snapshots.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(snapshots.address() as AddressInfo).port}`;
  },
  list: async (auctionIds: readonly string[]) => {
    for (const auctionId of auctionIds) await list(auctionId);
  },
  bid: async ({ auctionIds, perSecond, seconds }: Bidding): Promise<readonly Committed[]> => {
    const draw = () => auctionIds[Math.floor(Math.random() * auctionIds.length)] as string;
    return poisson({ perSecond, seconds }, () => bid(draw()));
  },
});
