import type { Sql } from '@outcry/messaging';
import { encodeEvent, type EventStream } from '@outcry/service';
import { countUnread, headOf, notificationsSince } from '../queries/inbox';
import type { InboxWakeUps, Recipient } from './inbox-wake-ups';

export type InboxStreamOptions = {
  readonly heartbeatMs: number;
  /** How often an inbox is looked at without any hint. */
  readonly pollMs: number;
};

export type InboxStreams = {
  /** Follows an inbox until the stream has closed. `lastEventId`: where the reader left off. */
  readonly follow: (
    recipient: Recipient,
    stream: EventStream,
    lastEventId: number | null,
  ) => Promise<void>;
  /** Ends all streams; their readers come back elsewhere. */
  readonly close: () => void;
};

/** More than this since it left off, and a reader is better served by the list. */
const MAX_REPLAY = 200;

const event = (name: string, data: object, id?: number): string =>
  encodeEvent({
    event: name,
    data: JSON.stringify(data),
    ...(id === undefined ? {} : { id: String(id) }),
  });

/** What a stream has sent, and whether it looks at the moment. */
type Reader = { position: number; unread: number; looking: boolean; again: boolean };

/**
 * Inboxes as streams: `ready` or `reset` with the position at which the stream begins, then
 * `notification`s and the `unread` count as they change, and heartbeats. The database is the
 * truth; hints only say when to look. A reader that is slow is not looked up for, so nothing piles
 * up for it.
 */
export const createInboxStreams = (
  sql: Sql,
  wakeUps: InboxWakeUps,
  options: InboxStreamOptions,
): InboxStreams => {
  const open = new Set<EventStream>();

  const sendNews = async (
    recipient: Recipient,
    stream: EventStream,
    reader: Reader,
  ): Promise<void> => {
    for (const item of await notificationsSince(sql, recipient, reader.position, MAX_REPLAY)) {
      stream.write(event('notification', item, item.position));
      reader.position = item.position;
    }
    const unread = await countUnread(sql, recipient);
    if (unread !== reader.unread) stream.write(event('unread', { unreadCount: unread }));
    reader.unread = unread;
  };

  const begin = async (
    recipient: Recipient,
    stream: EventStream,
    lastEventId: number | null,
  ): Promise<Reader> => {
    const head = await headOf(sql, recipient);
    const resumes = lastEventId !== null && lastEventId <= head && head - lastEventId <= MAX_REPLAY;
    const position = resumes ? lastEventId : head;
    if (!resumes) {
      stream.write(event(lastEventId === null ? 'ready' : 'reset', { position }, position));
    }
    return { position, unread: -1, looking: false, again: false };
  };

  return {
    follow: async (recipient, stream, lastEventId) => {
      open.add(stream);
      const reader = await begin(recipient, stream, lastEventId);
      const look = (): void => {
        reader.again = reader.looking || !stream.isWritable();
        if (reader.again) return;
        reader.looking = true;
        sendNews(recipient, stream, reader)
          // The database is away: the next look finds what is new.
          .catch(() => undefined)
          .finally(() => {
            reader.looking = false;
            if (reader.again) look();
          });
      };
      stream.onDrain(() => reader.again && look());
      const unlisten = wakeUps.listen(recipient, look);
      const poll = setInterval(look, options.pollMs);
      const heartbeat = setInterval(() => {
        if (stream.isWritable()) stream.write(event('heartbeat', { position: reader.position }));
      }, options.heartbeatMs);
      look();
      await stream.closed;
      clearInterval(poll);
      clearInterval(heartbeat);
      unlisten();
      open.delete(stream);
    },
    close: () => open.forEach((stream) => stream.end()),
  };
};
