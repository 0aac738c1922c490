import { nextLookMs } from '../../src/sweepers/next-look';
import { startBidding, type BiddingSystem } from './bidding-system';
import { roomOf, type Room } from './room';

const OFTEN_MS = 250;
const SELDOM_MS = 1_000;

describe('how soon the sweeper looks again', () => {
  let system: BiddingSystem;
  let room: Room;
  beforeAll(async () => {
    system = await startBidding('next_look');
    room = roomOf(system);
  });
  afterAll(() => system.stop());

  const nextLook = () => nextLookMs(system.database);

  it('is as often as always without any auction, also where a clock is set', async () => {
    expect(await nextLook()).toBe(SELDOM_MS);
    await room.setClock('2026-01-01T09:00:00.000Z');
    expect(await nextLook()).toBe(SELDOM_MS);
  });

  it('is often while an auction waits for a set clock, and as always once all are over', async () => {
    const auctionId = await room.auction(await room.sale());
    expect(await nextLook()).toBe(OFTEN_MS);
    await room.setClock('2026-01-01T11:00:00.000Z');
    await room.untilAuction(auctionId, 'open');
    expect(await nextLook()).toBe(OFTEN_MS);
    await room.setClock('2026-01-02T10:00:00.000Z');
    await room.untilAuction(auctionId, 'unsold');
    expect(await nextLook()).toBe(SELDOM_MS);
  });
});
