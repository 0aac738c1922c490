import { randomBytes } from 'node:crypto';
import { bidding, ledger, notification } from '@outcry/contracts';
import { createKafkaTransport, type Transport } from '@outcry/messaging';
import { eventually, startSpanCollector, testServers, type SpanCollector } from '@outcry/testing';
import { startOwnServices, type OwnServices, type Person } from './own-services';

const PATIENCE = { withinMs: 120_000, everyMs: 100 };
const OPERATOR: Person = ['olga', 'operator'];
const TOPICS = [
  bidding.biddingAuctionV1Topic,
  bidding.biddingPaddleV1Topic,
  ledger.ledgerCommandV1Topic,
  ledger.ledgerHoldV1Topic,
  notification.notificationDeliveryV1Topic,
];

type Seen = {
  readonly id: string;
  readonly type: string;
  readonly traceId: string;
  readonly data: Record<string, unknown>;
};

const usd = (amount: number) => ({ amount: String(amount), asset: 'USD/2' });
const newTrace = () => {
  const traceId = randomBytes(16).toString('hex');
  return { traceId, headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` } };
};

let collector: SpanCollector;
let services: OwnServices;
let transport: Transport;
const seen = new Map<string, Seen>();

const deposit = (who: string) =>
  services.post(OPERATOR, '/v1/transfers', {
    transfers: [
      {
        debitAccount: 'cash:deposits',
        creditAccount: `wallet:${who}`,
        amount: usd(900_000),
        code: 'deposit',
      },
    ],
  });

const newSale = async (): Promise<string> =>
  (
    await services.post(OPERATOR, '/v1/sales', {
      title: 'A sale',
      asset: 'USD/2',
      buyersPremium: [{ from: '0', bps: 1_000 }],
      sellersCommissionBps: 500,
    })
  )['saleId'] as string;

/** Asks for a paddle in a trace of its own. */
const askForPaddle = async (saleId: string, who: string) => {
  const { traceId, headers } = newTrace();
  const path = `/v1/sales/${saleId}/paddles`;
  const paddle = await services.post([who, 'bidder'], path, { limit: usd(900_000) }, headers);
  return { traceId, paddleId: paddle['paddleId'] as string };
};

const openAuction = async (saleId: string): Promise<string> => {
  const seller: Person = ['sam', 'seller'];
  const now = Date.now();
  const { auctionId } = await services.post(seller, '/v1/auctions', {
    saleId,
    lot: { title: 'A lot', description: 'Of the test.', imageUrls: [] },
    mode: 'proxy',
    startPrice: usd(1_000),
    opensAt: new Date(now).toISOString(),
    endsAt: new Date(now + 3_600_000).toISOString(),
  });
  await services.post(seller, `/v1/auctions/${String(auctionId)}/schedule`, {});
  return auctionId as string;
};

/** Bids in a trace of its own; null when a higher bid came first. */
const bid = async (auctionId: string, who: string, amount: number) => {
  const { traceId, headers } = newTrace();
  const path = `/v1/auctions/${auctionId}/bids`;
  const body = { amount: usd(amount) };
  try {
    const { bidId } = await services.post([who, 'bidder'], path, body, headers);
    return { bidId, traceId };
  } catch (error) {
    if (String(error).includes('bid_too_low')) return null;
    throw error;
  }
};

const events = (type: string): Seen[] => [...seen.values()].filter((one) => one.type === type);

beforeAll(async () => {
  collector = await startSpanCollector();
  services = await startOwnServices({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
  const { topicPrefix } = services;
  transport = createKafkaTransport({
    brokers: testServers().kafkaBrokers,
    clientId: 'outcry-e2e',
    topicPrefix,
  });
  await transport.subscribe({
    group: 'trace-watch',
    topics: TOPICS.map(({ name }) => name),
    from: 'earliest',
    onBatch: (batch) => {
      for (const { headers, value, offset } of batch.records) {
        const { ce_id: id = '', ce_type: type = '', traceparent = '' } = headers;
        const data = JSON.parse(value?.toString() ?? '{}') as Record<string, unknown>;
        seen.set(id, { id, type, traceId: traceparent.split('-')[1] ?? '', data });
        batch.done(offset);
      }
      return Promise.resolve();
    },
  });
});
afterAll(async () => {
  await transport?.close();
  await services?.stop();
  collector?.close();
});

it('follows one trace from HTTP over SQL, outbox and Kafka through every service', async () => {
  const saleId = await newSale();
  await deposit('ada');
  const { traceId } = await askForPaddle(saleId, 'ada');

  await eventually(() => {
    const spans = collector.spans
      .filter((span) => span.traceId === traceId)
      .map(({ service, name }) => `${service}: ${name}`);
    for (const expected of [
      /^gateway: POST/,
      /^bidding: POST/,
      /^bidding: pg\.query:INSERT/,
      /^ledger: process .*ledger\.command\.v1$/,
      /^ledger: pg\.query:/,
      /^bidding: process .*ledger\.hold\.v1$/,
      /^notification: process .*bidding\.paddle\.v1$/,
    ]) {
      expect(spans).toContainEqual(expect.stringMatching(expected));
    }
  }, PATIENCE);
});

it('gives each message the trace of its own cause, however many share a transaction', async () => {
  const saleId = await newSale();
  const people = Array.from({ length: 12 }, (_, n) => `bidder-${n}`);
  await Promise.all(people.map(deposit));
  const asked = await Promise.all(people.map((who) => askForPaddle(saleId, who)));
  const tracesOf = (type: string, ofPaddle: (data: Record<string, unknown>) => unknown) =>
    new Map(events(type).map(({ data, traceId }) => [ofPaddle(data), traceId]));
  const referred = (data: Record<string, unknown>) => (data['reference'] as { id: string }).id;
  await eventually(() => {
    const commands = tracesOf('ledger.place-hold.v1', referred);
    const answers = tracesOf('ledger.hold-placed.v1', referred);
    const registered = tracesOf('bidding.paddle-registered.v1', ({ paddleId }) => paddleId);
    for (const { paddleId, traceId } of asked) {
      expect(commands.get(paddleId)).toBe(traceId);
      expect(answers.get(paddleId)).toBe(traceId);
      expect(registered.get(paddleId)).toBe(traceId);
    }
  }, PATIENCE);

  const auctionId = await openAuction(saleId);
  const traceOfBid = new Map<unknown, string>();
  const note = (placed: Awaited<ReturnType<typeof bid>>): void => {
    if (placed !== null) traceOfBid.set(placed.bidId, placed.traceId);
  };
  // One after the other: the first two are outbid for certain.
  for (const n of [0, 1, 2]) note(await bid(auctionId, `bidder-${n}`, 5_000 * (n + 1)));
  // At once, so that they share transactions; which of them are high enough is theirs to race for.
  for (const round of [1, 2, 3]) {
    const bids = people.map((who, n) => bid(auctionId, who, round * 20_000 + n * 1_000));
    (await Promise.all(bids)).forEach(note);
  }
  await eventually(() => {
    const placed = events('bidding.bid-placed.v1').map(({ data, traceId }) => ({
      traces: (data['bids'] as { bidId: string }[]).map(({ bidId }) => traceOfBid.get(bidId)),
      traceId,
    }));
    expect(placed.length).toBeGreaterThanOrEqual(3);
    for (const { traces, traceId } of placed) expect(traces).toContain(traceId);

    const delivered = events('notification.delivered.v1');
    expect(delivered.length).toBeGreaterThanOrEqual(2);
    for (const { data, traceId } of delivered) {
      expect(traceId).toBe(seen.get(data['causedBy'] as string)?.traceId);
    }
  }, PATIENCE);
});
