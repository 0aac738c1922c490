import { OperationalError } from '@outcry/kernel';
import type { Redis } from 'ioredis';
import type { LiveFrame } from '../domain/live-frame';
import { APPEND_FRAME_LUA } from './window.lua';

export type RoomFrame = {
  readonly tenantId: string;
  readonly auctionId: string;
  readonly frame: LiveFrame;
};

export type Appended = 'appended' | 'dropped' | 'reset';

/** Where gateways find what happens live: `live:` channels and `live-window:` lists. */
export type LiveWindow = {
  /** @throws OperationalError `redis_unavailable`, retryable */
  readonly append: (frames: readonly RoomFrame[]) => Promise<readonly Appended[]>;
};

const MAX_FRAMES = 200;
const TTL_MS = 3_600_000;

const OUTCOMES: readonly Appended[] = ['dropped', 'appended', 'reset'];

type WithAppend = {
  appendFrame: (
    window: string,
    channel: string,
    fromSeq: number,
    seq: number,
    frame: string,
    resetFrame: string,
    maxFrames: number,
    ttlMs: number,
  ) => Promise<number>;
};

export const redisLiveWindow = (redis: Redis): LiveWindow => {
  redis.defineCommand('appendFrame', { numberOfKeys: 2, lua: APPEND_FRAME_LUA });
  const { appendFrame } = redis as unknown as WithAppend;
  const append = appendFrame.bind(redis);
  const one = ({ tenantId, auctionId, frame }: RoomFrame): Promise<number> =>
    append(
      `live-window:${tenantId}:${auctionId}`,
      `live:${tenantId}:${auctionId}`,
      frame.fromSeq,
      frame.seq,
      JSON.stringify(frame),
      JSON.stringify({ ...frame, reset: true }),
      MAX_FRAMES,
      TTL_MS,
    );
  return {
    append: async (frames) => {
      try {
        // One connection answers in order, so all are under way at once.
        const answers = await Promise.all(frames.map(one));
        return answers.map((answer) => OUTCOMES[answer] ?? 'appended');
      } catch (cause) {
        throw new OperationalError('redis_unavailable', 'Redis took no live frame', {
          retryable: true,
          cause,
        });
      }
    },
  };
};
