import { randomUUID } from 'node:crypto';
import { eventually, type SseClient } from '@outcry/testing';
import { anAuction } from '../../test/events';
import { startNotification, type NotificationUnderTest } from '../../test/notification-under-test';

let service: NotificationUnderTest;
const clients: SseClient[] = [];

beforeAll(async () => {
  service = await startNotification('notification_http', { replicas: 2 });
});
afterAll(() => service.stop());
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

let run = 0;
/** An inbox with one notification for each of `count` auctions. */
const inboxOf = async (count: number): Promise<string> => {
  run += 1;
  const reader = `reader${run}`;
  for (let made = 0; made < count; made += 1) await outbid(reader);
  await service.untilInbox(
    reader,
    Array.from({ length: count }, () => 'outbid'),
  );
  return reader;
};
const outbid = async (reader: string): Promise<void> => {
  const auction = anAuction();
  await service.publish([
    auction.paddle('1', reader),
    auction.paddle('2', 'rival'),
    auction.scheduled(),
    auction.bid('1', 1),
    auction.bid('2', 2),
  ]);
};
const follow = async (reader: string, lastEventId?: string): Promise<SseClient> => {
  const client = await service.stream(reader, lastEventId);
  clients.push(client);
  return client;
};

describe('the list', () => {
  it('goes through the inbox page by page, newest first', async () => {
    const reader = await inboxOf(5);
    const all = (await service.inbox(reader)).map(({ position }) => position);
    const seen: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await service.call(reader, 'GET', `/v1/notifications?limit=2${query}`);
      seen.push(...(body['items'] as { position: number }[]).map(({ position }) => position));
      cursor = body['nextCursor'] as string | null;
    }

    expect(all).toEqual([5, 4, 3, 2, 1]);
    expect(seen).toEqual(all);
  });

  it('counts what is unread and can show only that', async () => {
    const reader = await inboxOf(3);
    const [first] = await service.inbox(reader);
    await service.call(reader, 'POST', `/v1/notifications/${first?.notificationId}/read`);
    const { body } = await service.call(reader, 'GET', '/v1/notifications?unread=true');

    expect(body['unreadCount']).toBe(2);
    expect(body['items']).toHaveLength(2);
  });

  it('keeps the first time of reading', async () => {
    const reader = await inboxOf(1);
    const [item] = await service.inbox(reader);
    const path = `/v1/notifications/${item?.notificationId}/read`;
    const first = await service.call(reader, 'POST', path);
    const second = await service.call(reader, 'POST', path);

    expect(first.status).toBe(200);
    expect(second.body).toEqual(first.body);
  });

  it('marks all as read, or up to a position', async () => {
    const reader = await inboxOf(3);
    const some = await service.call(reader, 'POST', '/v1/notifications/read-all', { upTo: 2 });
    const rest = await service.call(reader, 'POST', '/v1/notifications/read-all');

    expect([some.body, rest.body]).toEqual([{ read: 2 }, { read: 1 }]);
  });

  it('hides what is in the inboxes of others', async () => {
    const reader = await inboxOf(1);
    const [item] = await service.inbox(reader);
    const path = `/v1/notifications/${item?.notificationId}/read`;

    expect((await service.call('somebody', 'POST', path)).status).toBe(404);
    expect(await service.inbox('somebody')).toEqual([]);
  });

  it.each(['?limit=0', '?limit=x', '?cursor=!!', '?unread=maybe', '?other=1'])(
    'refuses %s',
    async (query) => {
      const { status, body } = await service.call('reader', 'GET', `/v1/notifications${query}`);

      expect([status, body['code']]).toEqual([400, 'invalid_request']);
    },
  );
});

describe('the stream', () => {
  it('begins where the inbox is and brings what comes', async () => {
    const reader = await inboxOf(1);
    const client = await follow(reader);
    const ready = await client.until('ready');
    await outbid(reader);
    const news = await client.until('notification');

    expect(ready.data).toEqual({ position: 1 });
    expect(news).toMatchObject({ id: '2', data: { kind: 'outbid', position: 2 } });
    await eventually(() => client.named('unread').at(-1)?.data['unreadCount'] === 2);
  });

  it('resumes by Last-Event-ID with all that came since', async () => {
    const reader = await inboxOf(3);
    const client = await follow(reader, '1');
    await client.until('notification', 2);

    expect(client.named('notification').map(({ id }) => id)).toEqual(['2', '3']);
    expect(client.named('ready')).toEqual([]);
  });

  it('resets a reader that claims to be ahead', async () => {
    const reader = await inboxOf(1);
    const client = await follow(reader, '7');

    expect((await client.until('reset')).data).toEqual({ position: 1 });
  });

  it('beats while nothing happens', async () => {
    const client = await follow('quiet');

    expect((await client.until('heartbeat')).data).toEqual({ position: 0 });
  });

  it('ends with the token', async () => {
    const token = await service.issuer.issueToken({
      sub: 'ann',
      tenantId: 'acme',
      roles: ['bidder'],
      ttlSeconds: 1,
    });
    const url = `${service.replicas[0]?.url}/v1/notifications/stream`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });

    expect(await response.text()).toContain('event: end\ndata: {"reason":"token_expired"}');
  });
});

describe('watches', () => {
  it('are set once, listed, and taken back', async () => {
    const auction = anAuction();
    await service.publish([auction.scheduled('sam')]);
    const path = `/v1/watches/${auction.auctionId}`;
    await eventually(async () => (await service.call('wendy', 'PUT', path)).status === 204);
    await service.call('wendy', 'PUT', path);
    const listed = await service.call('wendy', 'GET', '/v1/watches');
    await service.call('wendy', 'DELETE', path);
    const after = await service.call('wendy', 'GET', '/v1/watches');

    expect(listed.body['items']).toMatchObject([{ auctionId: auction.auctionId }]);
    expect(after.body['items']).toEqual([]);
  });

  it('need an auction that is known', async () => {
    const { status } = await service.call('wendy', 'PUT', `/v1/watches/${randomUUID()}`);

    expect(status).toBe(404);
  });

  it('tell every watcher once that the end is near, with several replicas sweeping', async () => {
    const soon = anAuction({ endsAtMs: Date.now() + 60_000 });
    const later = anAuction({ endsAtMs: Date.now() + 3_600_000 });
    const past = anAuction({ endsAtMs: Date.now() - 60_000 });
    const all = [soon, later, past];
    await service.publish(all.flatMap((one) => [one.paddle('1', 'ann'), one.scheduled('sam')]));
    for (const { auctionId } of all) {
      for (const watcher of ['walt', 'wanda']) {
        const path = `/v1/watches/${auctionId}`;
        await eventually(async () => (await service.call(watcher, 'PUT', path)).status === 204);
      }
    }
    await service.publish(all.map((one) => one.bid('1', 1)));

    for (const watcher of ['walt', 'wanda']) {
      const items = await eventually(async () => {
        const found = await service.inbox(watcher);
        if (found.length === 0) throw new Error('not told yet');
        return found;
      });
      expect(items).toMatchObject([{ kind: 'ending_soon', auctionId: soon.auctionId }]);
    }
    await service.publish([soon.closed('sam')]);
    await service.untilInbox('walt', []);
  });
});
