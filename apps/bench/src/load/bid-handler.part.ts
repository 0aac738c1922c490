import { randomBytes, randomUUID } from 'node:crypto';
import { biddingRejections, createBidQueue, createSales, receiptAnswer } from '@outcry/bidding';
import { uuidV7Generator } from '@outcry/kernel';
import { createOutbox, OUTBOX_SHARDS } from '@outcry/messaging';
import { createDatabase, createIdempotency, idempotencyScope } from '@outcry/service';
import { serveParts } from '../stage/part';
import { bidAsFastAsAnswered, type PlaceBid } from './bidding-load';

export type HandlerBidding = {
  readonly connectionString: string;
  readonly bidders: readonly string[];
  readonly auctionId: string;
  readonly seconds: number;
  readonly maxBatch: number;
};

const POOL = 10;
const TENANT = 'default';

const queueOn = (connectionString: string, maxBatch: number) => {
  const database = createDatabase({ connectionString, maxConnections: POOL, byIndex: true });
  const clock = { nowMs: Date.now };
  const ids = uuidV7Generator(clock, randomBytes);
  const outbox = createOutbox({
    ...{ ids, clock, shards: OUTBOX_SHARDS, source: '/outcry/bidding' },
    traceHeaders: () => ({}),
  });
  const idempotency = createIdempotency({ database, rejections: [biddingRejections] });
  const deps = { database, outbox, ids, idempotency, sales: createSales() };
  const submit = createBidQueue(deps, { connections: POOL, maxBatch });
  return { database, ids, idempotency, submit };
};

/** Bidders within the process: the path of a bid without HTTP. */
serveParts({
  bid: async ({ connectionString, bidders, auctionId, seconds, maxBatch }: HandlerBidding) => {
    const { database, ids, idempotency, submit } = queueOn(connectionString, maxBatch);
    const place: PlaceBid = async (client, amount) => {
      const bidderId = bidders[client] ?? '';
      const path = `/v1/auctions/${auctionId}/bids`;
      const scope = { principalId: bidderId, tenantId: TENANT, method: 'POST', path };
      const answer = await submit({
        auction: { tenantId: TENANT, auctionId },
        keyed: { scope: idempotencyScope(scope), key: randomUUID(), bodyHash: 'bench' },
        command: {
          type: 'place_bid',
          bidId: ids.next(),
          bidderId,
          amount: { amount: BigInt(amount), asset: 'USD/2' },
        },
        render: (outcome) => idempotency.render(receiptAnswer(outcome), 'bench'),
      });
      return 'status' in answer && answer.status === 201;
    };
    try {
      return await bidAsFastAsAnswered(bidders.length, seconds, place);
    } finally {
      await database.close();
    }
  },
});
