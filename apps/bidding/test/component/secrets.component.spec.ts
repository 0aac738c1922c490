import { startBidding, type BiddingSystem } from './bidding-system';
import { roomOf, usd, type Room } from './room';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
/** Real time and traces: generated, and not comparable between two runs. */
const GENERATED = new Set(['ce_time', 'traceparent', 'tracestate', 'baggage']);
const CHANGING = new Set(['date', 'keep-alive', 'connection', 'etag', 'x-request-id']);

/** Ids and times replaced by the order in which they appear. */
const normalised = (text: string): string => {
  const known = new Map<string, string>();
  const named = (prefix: string) => (found: string) => {
    if (!known.has(found)) known.set(found, `${prefix}${known.size}`);
    return known.get(found) ?? '';
  };
  return text.replace(INSTANT, named('time-')).replace(UUID, named('id-'));
};

describe('what a secret raise lets others see', () => {
  let system: BiddingSystem;
  let room: Room;
  let day = 1;
  beforeAll(async () => {
    system = await startBidding('secrets');
    room = roomOf(system);
  });
  afterAll(() => system.stop());

  const at = (hour: number): string => new Date(Date.UTC(2026, 0, day, hour)).toISOString();

  /** One lot, bid for by ann (who may raise secretly) and bob; everything that anybody may see. */
  const play = async (secretly: readonly ('raise' | 'retract')[]): Promise<string> => {
    day += 30;
    const seen: unknown[] = [];
    const look = async (path: string, as?: readonly ['bob', 'bidder']): Promise<void> => {
      const reply = await system.call({ path, ...(as ? { as } : {}) });
      const headers = [...reply.headers].filter(([name]) => !CHANGING.has(name));
      seen.push(['GET', reply.status, headers, reply.headers.get('etag'), reply.text]);
    };
    await room.setClock(at(0));
    const saleId = await room.sale({ buyersPremium: [{ from: '0', bps: 1_000 }] });
    const terms = { opensAt: at(1), endsAt: at(24), softClose: { windowMs: 600_000 } };
    const auctionId = await room.auction(saleId, { ...terms, reserve: usd(2_000) });
    const paddles = [
      await room.paddle(saleId, 'ann', 100_000),
      await room.paddle(saleId, 'bob', 10_000),
    ];
    const lookAround = async (): Promise<void> => {
      await look(`/v1/auctions/${auctionId}`);
      await look(`/v1/auctions?saleId=${saleId}`);
      await look(`/v1/auctions/${auctionId}/bids`);
      await look(`/v1/sales/${saleId}/paddles`, ['bob', 'bidder']);
      await look(`/v1/auctions/${auctionId}/my-bid`, ['bob', 'bidder']);
    };
    const bobBids = async (amount: number): Promise<void> => {
      const { status, text } = await room.bid(auctionId, 'bob', amount);
      seen.push(['POST', status, text]);
    };

    await room.setClock(at(2));
    await room.bid(auctionId, 'ann', 5_000);
    await bobBids(2_500);
    await room.setClock(at(14));
    if (secretly.includes('raise'))
      expect(await room.bid(auctionId, 'ann', 50_000)).toMatchObject({
        status: 201,
        body: { outcome: 'raised' },
      });
    await lookAround();
    await bobBids(2_600);
    await bobBids(9_999);
    if (secretly.includes('retract'))
      await room.post(['ann', 'bidder'], `/v1/auctions/${auctionId}/retractions`, {
        reason: 'wrong_amount',
      });
    await lookAround();
    await bobBids(3_000);
    await room.setClock(at(24));
    await room.untilAuction(auctionId, 'sold');
    await room.untilSettlement(auctionId, 'awaiting_delivery');
    await lookAround();

    const keys = [auctionId, ...paddles];
    for (const topic of ['bidding.auction.v1', 'bidding.paddle.v1'])
      for (const key of keys)
        for (const record of system.transport.records(topic).filter((one) => one.key === key)) {
          const headers = Object.entries(record.headers).filter(([name]) => !GENERATED.has(name));
          seen.push([topic, headers, record.value?.toString('utf8')]);
        }
    return normalised(JSON.stringify(seen, null, 1)).replace(/"\\"[\w-]{22}\\""/g, '"etag"');
  };

  it('is nothing: topics and public answers are the same bytes', async () => {
    const plain = await play([]);
    expect(await play(['raise'])).toBe(plain);
    expect(plain).toContain('bidding.auction-closed.v1');
  });

  it('is nothing, either, when the raise is retracted', async () => {
    expect(await play(['raise', 'retract'])).toBe(await play([]));
  });

  it('is no secret number in any record, log or stored answer to others', async () => {
    const values = ['bidding.auction.v1', 'bidding.paddle.v1'].flatMap((topic) =>
      system.transport.records(topic).map(({ value }) => value?.toString('utf8') ?? ''),
    );
    expect(values.length).toBeGreaterThan(20);
    // ann's maximum, with premium, and the reserve never appear; the price that bob made does.
    for (const secret of ['"50000"', '"55000"', '"100000"']) {
      expect(values.filter((value) => value.includes(secret))).toEqual([]);
    }
  });

  it('keeps the entity tag and the time of the last change', async () => {
    day += 30;
    await room.setClock(at(0));
    const saleId = await room.sale();
    const auctionId = await room.auction(saleId, { opensAt: at(1), endsAt: at(24) });
    await room.paddle(saleId, 'ann', 100_000);
    await room.setClock(at(2));
    await room.bid(auctionId, 'ann', 5_000);
    const get = () => system.call({ path: `/v1/auctions/${auctionId}` });
    const before = await get();
    await room.setClock(at(3));
    await room.bid(auctionId, 'ann', 6_000);
    const after = await get();
    expect(after.text).toBe(before.text);
    expect(after.headers.get('etag')).toBe(before.headers.get('etag'));
    const tag = before.headers.get('etag') ?? '';
    const again = await system.call({
      path: `/v1/auctions/${auctionId}`,
      headers: { 'if-none-match': tag },
    });
    expect(again.status).toBe(304);
  });
});
