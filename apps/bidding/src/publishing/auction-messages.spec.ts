import { END, MINUTE, START } from '../../test/domain/builders';
import { Room } from '../../test/domain/room';
import { noAuction } from '../domain/auction/auction';
import { auctionMessages, projectJournal } from './auction-messages';
import { publicAuctionOf } from './public-auction';

type Data = Readonly<Record<string, unknown>>;
const published = (room: Room) => projectJournal('default', room.journal);
const last = (room: Room) => {
  const message = published(room).at(-1);
  if (!message) throw new Error('nothing was published');
  return { type: message.definition.type, data: message.data as Data, message };
};
const usd = (amount: string) => ({ amount, asset: 'USD/2' });

const text = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value;

const UUID = '01998f3c-7a10-7000-8000-000000000001';

/** The rooms of specs name their ids; a contract wants UUIDs. */
const withUuids = (data: unknown): unknown =>
  JSON.parse(JSON.stringify(data), (_, value: unknown) =>
    typeof value === 'string' && /^(auction|sale|bid-\d+)$/.test(value) ? UUID : value,
  );

/** Every message is what its contract says: reading it gives it back. */
const conform = (room: Room): void => {
  for (const { definition, data } of published(room))
    expect(definition.data.parse(withUuids(data))).toEqual(withUuids(data));
};

describe('the messages of an auction', () => {
  it('tell its public life, gap-free, under its key', () => {
    const room = new Room({ softClose: { windowMs: MINUTE, maxExtensions: null } });
    room.bid('anna', 80_00n);
    room.bid('anna', 90_00n);
    room.bid('ben', 50_00n, END - 1);
    room.close(END + MINUTE);
    const messages = published(room);
    expect(messages.map(({ definition }) => definition.type)).toEqual([
      'bidding.auction-scheduled.v1',
      'bidding.auction-opened.v1',
      'bidding.bid-placed.v1',
      'bidding.bid-placed.v1',
      'bidding.auction-closed.v1',
    ]);
    expect(messages.map(({ sequence }) => sequence)).toEqual([1n, 2n, 3n, 4n, 5n]);
    expect(new Set(messages.map(({ key, tenantId }) => `${tenantId}/${key}`))).toEqual(
      new Set(['default/auction']),
    );
    conform(room);
  });

  it('say what a bid and the answer to it made visible', () => {
    const room = new Room({ softClose: { windowMs: MINUTE, maxExtensions: null } });
    room.bid('anna', 80_00n);
    room.bid('ben', 50_00n, END - 1);
    expect(last(room)).toMatchObject({
      type: 'bidding.bid-placed.v1',
      data: {
        auctionId: 'auction',
        saleId: 'sale',
        occurredAt: new Date(END - 1).toISOString(),
        auction: {
          status: 'open',
          price: usd('5100'),
          leader: '#anna',
          bidCount: 2,
          minimumBid: usd('5200'),
          opensAt: new Date(START).toISOString(),
          endsAt: new Date(END - 1 + MINUTE).toISOString(),
          extensions: 1,
          reserveMet: null,
          buyNow: null,
        },
        bids: [
          { bidId: 'bid-2', paddle: '#ben', amount: usd('5000'), automatic: false },
          { bidId: 'bid-1', paddle: '#anna', amount: usd('5100'), automatic: true },
        ],
        previousLeader: '#anna',
        extended: true,
        reserveMetNow: false,
      },
    });
  });

  it('say that a bid did not extend', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    expect(last(room).data).toMatchObject({ extended: false, previousLeader: null });
  });

  it('tell the listing and its changes', () => {
    const room = new Room({ reserve: 100_00n, buyNow: 200_00n });
    expect(last(room)).toMatchObject({
      type: 'bidding.auction-scheduled.v1',
      data: {
        sellerId: 'seller',
        mode: 'proxy',
        lot: { title: 'A watch', description: 'Works.', imageUrls: [expect.any(String)] },
        auction: { status: 'scheduled', reserveMet: false, buyNow: usd('20000') },
      },
    });
    const { terms } = room.known();
    const edited = { type: 'auction_edited', atMs: START - 1, terms } as const;
    const [message] = auctionMessages('default', room.auction, [edited]);
    expect(message).toMatchObject({
      definition: { type: 'bidding.auction-edited.v1' },
      sequence: 2n,
      data: { lot: { title: 'A watch' } },
    });
    conform(room);
  });

  it('tell every end of an auction', () => {
    const unsold = new Room();
    unsold.close(END);
    expect(last(unsold).data).toMatchObject({
      outcome: 'unsold',
      by: 'passed',
      winner: null,
      hammerPrice: null,
      sellerId: 'seller',
    });
    const bought = new Room({ buyNow: 200_00n });
    bought.buy('anna', 200_00n);
    expect(last(bought).data).toMatchObject({
      outcome: 'sold',
      by: 'buy_now',
      winner: '#anna',
      hammerPrice: usd('20000'),
    });
    const cancelled = new Room();
    cancelled.cancel('seller');
    expect(last(cancelled)).toMatchObject({
      type: 'bidding.auction-cancelled.v1',
      data: { sellerId: 'seller', auction: { status: 'cancelled' } },
    });
    [unsold, bought, cancelled].forEach(conform);
  });

  it('tell withdrawals, second chances and returns', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    room.bid('ben', 50_00n);
    room.bid('carl', 60_00n);
    room.retract('ben');
    expect(last(room)).toMatchObject({
      type: 'bidding.bids-withdrawn.v1',
      data: { by: 'bidder', paddle: '#ben', bidIds: ['bid-2'], previousLeader: '#anna' },
    });
    room.close(END);
    room.answer('capture_refused');
    expect(last(room)).toMatchObject({
      type: 'bidding.lot-reawarded.v1',
      data: { from: '#anna', to: '#carl', hammerPrice: usd('100'), sellerId: 'seller' },
    });
    room.answer('capture_refused');
    expect(last(room)).toMatchObject({
      type: 'bidding.lot-returned.v1',
      data: { from: '#carl', auction: { status: 'unsold' } },
    });
    conform(room);
  });

  it('tell who was passed over, and that a reserve was lowered', () => {
    const room = new Room({ reserve: 100_00n });
    room.lower(90_00n);
    expect(last(room).type).toBe('bidding.reserve-lowered.v1');
    room.bid('ben', 50_00n);
    room.bid('anna', 80_00n);
    room.register({ ...room.paddleOf('ben'), limit: 1n });
    room.retract('anna');
    expect(last(room)).toMatchObject({
      type: 'bidding.candidate-passed-over.v1',
      data: { paddle: '#ben' },
    });
    conform(room);
  });

  it('follow on from a stored state as from the whole journal', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    const [stored, count] = [room.auction, room.journal.length];
    room.bid('ben', 90_00n);
    room.close(END);
    expect(auctionMessages('default', stored, room.journal.slice(count))).toEqual(
      published(room).slice(3),
    );
  });

  it('are none for a draft, which has no public state', () => {
    const [created] = new Room().journal;
    if (!created) throw new Error('no journal');
    expect(auctionMessages('default', noAuction, [created])).toEqual([]);
    expect(publicAuctionOf(noAuction)).toBeNull();
  });
});

describe('secrets', () => {
  it('leave no trace: the messages are the same with and without a raise and its retraction', () => {
    const course = (withRaise: boolean): Room => {
      const room = new Room({
        reserve: 40_00n,
        softClose: { windowMs: MINUTE, maxExtensions: null },
      });
      room.batch([{ ...room.placing('anna', 80_00n), bidId: 'first' }]);
      if (withRaise) room.batch([{ ...room.placing('anna', 123_45n), bidId: 'secret' }]);
      room.batch([{ ...room.placing('ben', 50_00n), bidId: 'second' }], START + 1);
      if (withRaise) room.batch([{ ...room.placing('anna', 234_56n), bidId: 'late' }], END - 1);
      if (withRaise) room.retract('anna', END - 1);
      room.batch([{ ...room.placing('carl', 60_00n), bidId: 'third' }], END - 1);
      return room;
    };
    expect(JSON.stringify(published(course(true)), text)).toBe(
      JSON.stringify(published(course(false)), text),
    );
  });

  it('never appear: no maximum, no reserve, no bidder', () => {
    const room = new Room({ reserve: 77_77n });
    room.bid('anna', 88_88n);
    room.bid('anna', 99_99n);
    room.bid('ben', 80_00n);
    room.close(END);
    const words = JSON.stringify(published(room), text);
    for (const secret of ['8888', '9999', '"anna"', '"ben"']) expect(words).not.toContain(secret);
    const unmet = new Room({ reserve: 77_77n });
    unmet.bid('ben', 50_00n);
    expect(JSON.stringify(published(unmet), text)).not.toContain('7777');
  });
});
