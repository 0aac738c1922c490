import { notification as contracts } from '@outcry/contracts';
import { eventually } from '@outcry/testing';
import { anAuction, ids, TENANT } from '../../test/events';
import { startNotification, type NotificationUnderTest } from '../../test/notification-under-test';

let service: NotificationUnderTest;

beforeAll(async () => {
  service = await startNotification('notification_inbox');
});
afterAll(async () => {
  await service.stop();
});

/** Bidders of their own for each test: inboxes do not mix. */
let run = 0;
const people = () => {
  run += 1;
  return { ann: `ann${run}`, bob: `bob${run}`, cat: `cat${run}`, sam: `sam${run}` };
};

it('tells the outbid, the winner, the losers and the seller', async () => {
  const { ann, bob, cat, sam } = people();
  const auction = anAuction();
  await service.publish([
    auction.paddle('1', ann),
    auction.paddle('2', bob),
    auction.paddle('3', cat),
    auction.scheduled(sam),
    auction.bid('1', 100),
    auction.bid('2', 200),
  ]);
  const [told] = await service.untilInbox(ann, ['outbid']);
  expect(told).toMatchObject({
    auctionId: auction.auctionId,
    title: 'A lamp',
    price: { amount: '200', asset: 'USD/2' },
    readAt: null,
  });

  await service.publish([auction.bid('3', 300), auction.closed(sam)]);
  await service.untilInbox(cat, ['won']);
  await service.untilInbox(ann, ['lost']);
  await service.untilInbox(bob, ['lost']);
  await service.untilInbox(sam, ['sold']);
});

it('tells the seller and the bidders when nothing was sold', async () => {
  const { ann, sam } = people();
  const auction = anAuction();
  await service.publish([auction.paddle('1', ann), auction.scheduled(sam), auction.bid('1', 100)]);
  await service.publish([auction.voided(null), auction.closed(sam)]);

  await service.untilInbox(sam, ['unsold']);
  await service.untilInbox(ann, ['lost']);
});

it('keeps one unread notification of an auction, the newest', async () => {
  const { ann, bob } = people();
  const auction = anAuction();
  await service.publish([auction.paddle('1', ann), auction.paddle('2', bob), auction.scheduled()]);
  for (const [paddle, amount] of [
    ['1', 1],
    ['2', 2],
    ['1', 3],
    ['2', 4],
  ] as const) {
    await service.publish([auction.bid(paddle, amount)]);
  }

  const items = await eventually(async () => {
    const found = await service.inbox(ann);
    return found[0]?.price?.amount === '4' && found;
  });
  expect(items).toMatchObject([{ kind: 'outbid', price: { amount: '4' } }]);
});

it('takes back an outbid once its reader leads again', async () => {
  const { ann, bob } = people();
  const auction = anAuction();
  await service.publish([
    auction.paddle('1', ann),
    auction.paddle('2', bob),
    auction.scheduled(),
    auction.bid('1', 1),
    auction.bid('2', 2),
  ]);
  await service.untilInbox(ann, ['outbid']);
  await service.publish([auction.bid('1', 3)]);

  await service.untilInbox(bob, ['outbid']);
  await service.untilInbox(ann, []);
});

it('leaves what was read where it is', async () => {
  const { ann, bob } = people();
  const auction = anAuction();
  await service.publish([
    auction.paddle('1', ann),
    auction.paddle('2', bob),
    auction.scheduled(),
    auction.bid('1', 1),
    auction.bid('2', 2),
  ]);
  const [item] = await service.untilInbox(ann, ['outbid']);
  await service.call(ann, 'POST', `/v1/notifications/${item?.notificationId}/read`);
  await service.publish([auction.bid('1', 3), auction.bid('2', 4)]);

  await service.untilInbox(ann, ['outbid', 'outbid']);
});

it('tells once, however often an event comes', async () => {
  const { ann, bob, sam } = people();
  const auction = anAuction();
  const events = [
    auction.paddle('1', ann),
    auction.paddle('2', bob),
    auction.scheduled(sam),
    auction.bid('1', 1),
    auction.bid('2', 2),
    auction.closed(sam),
  ];
  const eventIds = events.map(() => ids.next());
  await service.publish(events, eventIds);
  await service.publish(events, eventIds);
  await service.untilInbox(sam, ['sold']);
  const other = anAuction();
  await service.publish([
    other.paddle('1', sam),
    other.scheduled('x'),
    other.bid('1', 1),
    other.closed('x'),
  ]);

  await service.untilInbox(sam, ['won', 'sold']);
  await service.untilInbox(ann, ['lost']);
});

it('does not deliver late what no longer matters', async () => {
  const { ann, bob, sam } = people();
  const auction = anAuction();
  const scheduled = auction.scheduled(sam);
  const first = auction.bid('1', 1);
  const overtaken = auction.bid('2', 2);
  const closed = auction.closed(sam);
  await service.publish([auction.paddle('1', ann), auction.paddle('2', bob), scheduled]);
  await service.publish([first, closed]);
  await service.untilInbox(sam, ['sold']);
  await service.untilInbox(ann, ['lost']);
  await service.publish([overtaken]);
  const probe = anAuction();
  await service.publish([
    probe.paddle('1', ann),
    probe.scheduled(),
    probe.bid('1', 1),
    probe.closed(),
  ]);

  await service.untilInbox(ann, ['won', 'lost']);
});

it('passes the lot on when the buyer defaults', async () => {
  const { ann, bob, sam } = people();
  const auction = anAuction();
  await service.publish([
    auction.paddle('1', ann),
    auction.paddle('2', bob),
    auction.scheduled(sam),
    auction.bid('2', 1),
    auction.bid('1', 2),
    auction.closed(sam),
  ]);
  await service.untilInbox(ann, ['won']);
  await service.publish([auction.reawarded('2', sam)]);

  await service.untilInbox(bob, ['won']);
  await service.untilInbox(ann, ['lost']);
});

it('tells the seller and the watchers that the reserve is met', async () => {
  const { ann, cat, sam } = people();
  const auction = anAuction();
  await service.publish([auction.paddle('1', ann), auction.scheduled(sam)]);
  await eventually(async () => {
    const { status } = await service.call(cat, 'PUT', `/v1/watches/${auction.auctionId}`);
    return status === 204;
  });
  await service.publish([auction.bid('1', 100, { reserveMetNow: true })]);

  await service.untilInbox(cat, ['reserve_met']);
  await service.untilInbox(sam, ['reserve_met']);
});

it('publishes that it delivered, caused by the event', async () => {
  const { ann, bob } = people();
  const auction = anAuction();
  const events = [
    auction.paddle('1', ann),
    auction.paddle('2', bob),
    auction.scheduled(),
    auction.bid('1', 1),
    auction.bid('2', 2),
  ];
  const eventIds = events.map(() => ids.next());
  await service.publish(events, eventIds);
  const [item] = await service.untilInbox(ann, ['outbid']);

  const topic = contracts.notificationDeliveredV1.topic.name;
  const delivered = await eventually(() => {
    const found = service.transport.records(topic).filter(({ key }) => key === ann);
    if (found.length === 0) throw new Error('nothing delivered yet');
    return found;
  });
  expect(delivered).toHaveLength(1);
  expect(delivered[0]?.headers).toMatchObject({ ce_tenantid: TENANT, ce_causationid: eventIds[4] });
  expect(JSON.parse(delivered[0]?.value?.toString() ?? '')).toMatchObject({
    notificationId: item?.notificationId,
    recipientId: ann,
    kind: 'outbid',
    causedBy: eventIds[4],
  });
});
