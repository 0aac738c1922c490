import { createDatabase, eventually, type ServiceDatabase } from '@outcry/testing';
import { anAuction, ids, type TestAuction } from '../../test/events';
import { startNotification, type NotificationUnderTest } from '../../test/notification-under-test';

let service: NotificationUnderTest;
let database: ServiceDatabase;

beforeAll(async () => {
  service = await startNotification('notification_waiting', { replicas: 2 });
  database = createDatabase({ connectionString: service.database.connectionString });
});
afterAll(async () => {
  await database.close();
  await service.stop();
});

/** Bidders of their own for each test: inboxes do not mix. */
let run = 0;
const people = () => {
  run += 1;
  return { ann: `ann${run}`, bob: `bob${run}`, sam: `sam${run}` };
};

/** What waits of an auction, as number and kind. */
const waitingOf = async ({ auctionId }: TestAuction): Promise<string[]> => {
  const { rows } = await database.query<{ number: string; kind: string }>(
    'SELECT number, kind FROM waiting_notice WHERE auction_id = $1 ORDER BY sequence',
    [auctionId],
  );
  return rows.map(({ number, kind }) => `${number} ${kind}`);
};

it('tells a loser whose paddle is heard of after the hammer, and nobody else later', async () => {
  const { ann, bob, sam } = people();
  const auction = anAuction();
  await service.publish([auction.paddle('2', bob), auction.scheduled(sam)]);
  await service.publish([auction.bid('1', 1), auction.bid('2', 2), auction.closed(sam)]);
  await service.untilInbox(sam, ['sold']);
  await service.untilInbox(bob, ['won']);
  expect(await waitingOf(auction)).toEqual(['1 outbid', '1 lost']);
  await service.publish([auction.paddle('1', ann)]);

  const [told] = await service.untilInbox(ann, ['lost']);
  expect(told).toMatchObject({ title: 'A lamp', price: { amount: '2', asset: 'USD/2' } });
  expect(await waitingOf(auction)).toEqual([]);
});

it('tells the same when the paddle is heard of before the bids', async () => {
  const { ann, bob, sam } = people();
  const auction = anAuction();
  await service.publish([auction.paddle('1', ann), auction.paddle('2', bob)]);
  await service.publish([auction.scheduled(sam), auction.bid('1', 1), auction.bid('2', 2)]);
  await service.publish([auction.closed(sam)]);

  await service.untilInbox(ann, ['lost']);
  await service.untilInbox(bob, ['won']);
  expect(await waitingOf(auction)).toEqual([]);
});

it('tells an outbid that waited, and takes no place of its own when it came to nothing', async () => {
  const { ann, bob, sam } = people();
  const auction = anAuction();
  await service.publish([auction.scheduled(sam), auction.bid('1', 1), auction.bid('2', 2)]);
  await service.publish([auction.bid('3', 3), auction.bid('2', 4)]);
  await eventually(async () => (await waitingOf(auction)).join() === '1 outbid,3 outbid');
  await service.publish([auction.paddle('1', ann), auction.paddle('2', bob)]);

  await service.untilInbox(ann, ['outbid']);
  await service.untilInbox(bob, []);
});

it('does not take back what an event that comes again had told', async () => {
  const { ann, bob, sam } = people();
  const auction = anAuction();
  const closing = [auction.scheduled(sam), auction.bid('1', 1), auction.bid('2', 2)];
  const eventIds = closing.map(() => ids.next());
  await service.publish([auction.paddle('1', ann), auction.paddle('2', bob)]);
  await service.publish(closing, eventIds);
  await service.untilInbox(ann, ['outbid']);
  await database.query('DELETE FROM inbox WHERE event_id = $1', [eventIds[2]]);
  await service.publish(closing, eventIds);
  await eventually(async () => {
    const claimed = await database.query('SELECT FROM inbox WHERE event_id = $1', [eventIds[2]]);
    return claimed.rowCount === 1;
  });

  await service.untilInbox(ann, ['outbid']);
});
