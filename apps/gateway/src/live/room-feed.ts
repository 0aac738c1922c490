import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Frame } from '../domain/frame';

/** Which auction's live room; rooms of different tenants never meet. */
export type RoomKey = { readonly tenantId: string; readonly auctionId: string };

export type FeedListener = {
  readonly frame: (frame: Frame) => void;
  /** Redis went away: nothing comes until `restored`. */
  readonly lost: () => void;
  /** Redis is back and the subscription stands again; frames in between may be missing. */
  readonly restored: () => void;
};

/** Frames of live rooms as they are published through Redis, and the window of the latest. */
export type RoomFeed = {
  /** False when Redis is away: `restored` comes once it stands. */
  readonly subscribe: (key: RoomKey, listener: FeedListener) => Promise<boolean>;
  readonly unsubscribe: (key: RoomKey) => void;
  /** The latest frames, oldest first; null when Redis cannot be asked. */
  readonly window: (key: RoomKey) => Promise<readonly Frame[] | null>;
  readonly close: () => void;
};

const PULSE_MS = 2_000;

const frameSchema = z.object({
  fromSeq: z.number().int().positive(),
  seq: z.number().int().positive(),
  auction: z.unknown(),
  bids: z.array(z.looseObject({ sequence: z.number().int() })),
  bidsOmitted: z.number().int().default(0),
  kinds: z.array(z.string()),
});

const parseFrame = (text: string): Frame | null => {
  try {
    return frameSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
};

export const channelOf = ({ tenantId, auctionId }: RoomKey): string =>
  `live:${tenantId}:${auctionId}`;
export const windowKeyOf = ({ tenantId, auctionId }: RoomKey): string =>
  `live-window:${tenantId}:${auctionId}`;

/**
 * @param subscriber a connection of its own, without automatic resubscription: `restored` is told
 *   only after the subscription stands again
 * @param commands a connection for reading windows
 */
export const createRoomFeed = (subscriber: Redis, commands: Redis): RoomFeed => {
  const listeners = new Map<string, FeedListener>();

  subscriber.on('message', (channel: string, text: string) => {
    const frame = parseFrame(text);
    if (frame !== null) listeners.get(channel)?.frame(frame);
  });
  subscriber.on('close', () => listeners.forEach((listener) => listener.lost()));
  subscriber.on('ready', () => {
    const channels = [...listeners.keys()];
    if (channels.length === 0) return;
    subscriber
      .subscribe(...channels)
      .then(() => channels.forEach((channel) => listeners.get(channel)?.restored()))
      // The connection broke again; the next `ready` comes.
      .catch(() => undefined);
  });

  // A frozen Redis keeps its connections: only silence tells.
  const pulse = setInterval(() => {
    if (subscriber.status === 'ready') subscriber.ping().catch(() => subscriber.disconnect(true));
  }, PULSE_MS);

  return {
    subscribe: async (key, listener) => {
      const channel = channelOf(key);
      listeners.set(channel, listener);
      if (subscriber.status !== 'ready') return false;
      try {
        await subscriber.subscribe(channel);
        return true;
      } catch {
        return false;
      }
    },
    unsubscribe: (key) => {
      const channel = channelOf(key);
      listeners.delete(channel);
      if (subscriber.status === 'ready') subscriber.unsubscribe(channel).catch(() => undefined);
    },
    window: async (key) => {
      try {
        const texts = await commands.lrange(windowKeyOf(key), 0, -1);
        return texts.flatMap((text) => parseFrame(text) ?? []);
      } catch {
        return null;
      }
    },
    close: () => {
      clearInterval(pulse);
      listeners.clear();
      subscriber.disconnect();
    },
  };
};
