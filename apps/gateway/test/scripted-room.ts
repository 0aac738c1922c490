import type { EventStream } from '@outcry/service';
import type { Frame } from '../src/domain/frame';
import type { Snapshot } from '../src/domain/pending';
import { LiveClient } from '../src/live/live-client';
import { Room, type JoinOutcome } from '../src/live/room';
import type { FeedListener, RoomFeed } from '../src/live/room-feed';
import { stateAt } from './live-scene';

export const HEARTBEAT_MS = 15_000;
export const POLL_MS = 1_000;

type Held<T> = { readonly answer: (value: T) => void; readonly fail: () => void };

/** Questions that wait until the test answers them, oldest first. */
const heldQuestions = <T>() => {
  const asked: Held<T>[] = [];
  return {
    asked,
    ask: (): Promise<T> =>
      new Promise((answer, reject) => {
        asked.push({ answer, fail: () => reject(new Error('away')) });
      }),
  };
};

export const frame = (fromSeq: number, seq = fromSeq): Frame => ({
  fromSeq,
  seq,
  auction: stateAt(seq),
  bids: [],
  bidsOmitted: 0,
  kinds: ['bid-placed'],
});

export const snapshotAt = (sequence: number): Snapshot => ({ sequence, body: {} });

type Seen = { readonly event: string; readonly seq: number };

const aReader = () => {
  const seen: Seen[] = [];
  const write = (text: string): boolean => {
    const [, event = '', data = '{}'] = /event: (\S+)[\s\S]*data: (.*)\n/.exec(text) ?? [];
    const { seq, sequence } = JSON.parse(data) as { seq?: number; sequence?: number };
    if (event !== 'heartbeat') seen.push({ event, seq: Number(seq ?? sequence) });
    return true;
  };
  const stream = { write, isWritable: () => true, onDrain: () => {}, end: () => {} };
  const client = new LiveClient();
  client.attach(stream as unknown as EventStream);
  return { client, seen };
};

/** A room whose feed, snapshots and window answer when the test says so. */
export const scriptedRoom = () => {
  const snapshots = heldQuestions<Snapshot | null>();
  const windows = heldQuestions<readonly Frame[] | null>();
  const subscriptions: boolean[] = [];
  let listener: FeedListener | undefined;
  const feed: RoomFeed = {
    subscribe: (_key, mine) => {
      listener = mine;
      return Promise.resolve(subscriptions.shift() ?? true);
    },
    unsubscribe: () => {},
    window: windows.ask,
    close: () => {},
  };
  const options = { heartbeatMs: HEARTBEAT_MS, pollMs: POLL_MS };
  const room = new Room({ tenantId: 'acme', auctionId: 'a' }, feed, snapshots.ask, options);
  const settled = (): Promise<void> => jest.advanceTimersByTimeAsync(0);
  return {
    room,
    /** What the next attempts to subscribe come to; true when nothing is said. */
    subscriptions,
    redis: {
      lost: () => listener?.lost(),
      restored: () => listener?.restored(),
      frame: (one: Frame) => listener?.frame(one),
    },
    /** How many snapshot reads wait for their answer. */
    waiting: () => snapshots.asked.length,
    snapshot: async (sequence: number): Promise<void> => {
      snapshots.asked.shift()?.answer(snapshotAt(sequence));
      await settled();
    },
    failedSnapshot: async (): Promise<void> => {
      snapshots.asked.shift()?.fail();
      await settled();
    },
    window: async (...frames: Frame[]): Promise<void> => {
      windows.asked.shift()?.answer(frames);
      await settled();
    },
    pass: (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms),
    join: async (
      lastEventId: number | null = null,
    ): Promise<{ seen: Seen[]; outcome: Promise<JoinOutcome> }> => {
      const { client, seen } = aReader();
      const outcome = room.join(client, lastEventId);
      await settled();
      return { seen, outcome };
    },
  };
};
