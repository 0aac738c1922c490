import { bidding } from '@outcry/contracts';
import { randomUUID } from 'node:crypto';
import { readPublished } from '../../src/verification/published-events';
import { verifyAuction } from '../../src/verification/verify-auction';
import { startBidding, type BiddingSystem } from './bidding-system';
import { roomOf, usd, type Room } from './room';

const TOPIC = bidding.biddingAuctionV1Topic.name;

describe('verification of an auction', () => {
  let system: BiddingSystem;
  let room: Room;
  let auctionId: string;
  beforeAll(async () => {
    system = await startBidding('verify');
    room = roomOf(system);
    await room.setClock('2026-01-01T11:00:00.000Z');
    const saleId = await room.sale();
    for (const bidder of ['ann', 'bob', 'cat']) await room.paddle(saleId, bidder, 100_000);
    auctionId = await room.auction(saleId, {
      reserve: usd(5_000),
      softClose: { windowMs: 60_000 },
    });
    await room.bid(auctionId, 'ann', 3_000);
    await room.bid(auctionId, 'bob', 8_000);
    await room.bid(auctionId, 'bob', 9_000);
    await room.bid(auctionId, 'cat', 8_500);
    const retraction = { reason: 'wrong_amount' };
    await room.post(['bob', 'bidder'], `/v1/auctions/${auctionId}/retractions`, retraction);
    await room.bid(auctionId, 'ann', 20_000);
    await room.setClock('2026-01-02T11:00:00.000Z');
    await room.untilAuction(auctionId, 'sold');
  });
  afterAll(() => system.stop());

  const faults = async (tenantId = 'default'): Promise<readonly string[] | null> => {
    const { transport, database } = system;
    const group = `verify-${randomUUID()}`;
    const result = await verifyAuction(database, { tenantId, auctionId }, (isEnough) =>
      readPublished(transport, group, auctionId, isEnough),
    );
    return result && result.faults;
  };

  it('finds nothing wrong with an auction that was decided here', async () => {
    expect(await faults()).toEqual([]);
  });

  it('finds no auction of another tenant', async () => {
    expect(await faults('other')).toBeNull();
  });

  it.each([
    [
      'a changed maximum',
      `UPDATE auction SET state = jsonb_set(state, '{standing,leader,amount}', '{"$n": "1"}')`,
      'the stored state is not what the journal leads to',
    ],
    [
      'a changed reserve',
      `UPDATE auction SET terms = jsonb_set(terms, '{reserve}', '{"$n": "1"}')`,
      'the stored state is not what the journal leads to',
    ],
    [
      'a lost public bid',
      'DELETE FROM bid WHERE place = 0',
      'the public bid history is not what the journal makes visible',
    ],
  ])('finds %s', async (_what, damage, fault) => {
    const { rows } = await system.database.query<{ terms: object; state: object }>(
      'SELECT terms, state FROM auction WHERE auction_id = $1',
      [auctionId],
    );
    await system.database.query('CREATE TABLE kept AS TABLE bid');
    await system.database.query(damage);
    expect(await faults()).toContain(fault);
    await system.database.query('UPDATE auction SET terms = $1, state = $2', [
      JSON.stringify(rows[0]?.terms),
      JSON.stringify(rows[0]?.state),
    ]);
    await system.database.query('TRUNCATE bid');
    await system.database.query('INSERT INTO bid TABLE kept');
    await system.database.query('DROP TABLE kept');
    expect(await faults()).toEqual([]);
  });

  it('finds a journal that was rewritten by one who may do so', async () => {
    const { database } = system;
    const guards = (how: string) =>
      database.query(`ALTER TABLE auction_journal ${how} TRIGGER USER`);
    await database.query('CREATE TABLE kept AS TABLE auction_journal');
    await guards('DISABLE');
    await database.query(
      `UPDATE auction_journal SET event = jsonb_set(event, '{bid,amount,$n}', '"30000"')
        WHERE auction_id = $1 AND event->>'type' = 'bid_placed' AND event->'bid'->'amount'->>'$n' = '3000'`,
      [auctionId],
    );
    const found = await faults();
    await database.query('TRUNCATE auction_journal');
    await database.query('INSERT INTO auction_journal TABLE kept');
    await guards('ENABLE');
    await database.query('DROP TABLE kept');
    expect(found).toContainEqual(expect.stringContaining('another bid than the best leads'));
    expect(await faults()).toEqual([]);
  });

  const forge = async (value: string, headers: Readonly<Record<string, string>>) => {
    const { transport } = system;
    const producer = await transport.producer({ clientId: 'forger' });
    const [original] = transport.records(TOPIC).filter(({ key }) => key === auctionId);
    const forged = { ...original?.headers, ce_id: randomUUID(), ...headers };
    await producer.send([{ topic: TOPIC, records: [{ key: auctionId, value, headers: forged }] }]);
    await producer.close();
  };

  it('finds an event that was invented after the last, and one without a number', async () => {
    const before = await faults();
    await forge('{}', { ce_sequence: '00000000000000000099' });
    await forge('no JSON', { ce_sequence: 'none' });
    expect(before).toEqual([]);
    expect(await faults()).toEqual([
      'event 99 is not in the journal',
      'event -1 is not in the journal',
    ]);
  });

  it('finds a falsified event on the topic', async () => {
    await forge('{}', {});
    expect(await faults()).toEqual(
      expect.arrayContaining([
        'event 1 was published with another content',
        'event 1 was published under several ids',
      ]),
    );
  });

  it('does not let the journal be rewritten', async () => {
    const rewrite = system.database.query(`UPDATE auction_journal SET bidder_id = 'eve'`);
    await expect(rewrite).rejects.toThrow('append only');
    await expect(system.database.query('DELETE FROM settlement_journal')).rejects.toThrow(
      'append only',
    );
  });
});
