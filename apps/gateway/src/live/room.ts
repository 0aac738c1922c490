import { OperationalError } from '@outcry/kernel';
import { replayOf } from '../domain/frame';
import type { Snapshot } from '../domain/pending';
import { createFollowing, type RoomState } from './following';
import type { LiveClient } from './live-client';
import type { FeedListener, RoomFeed, RoomKey } from './room-feed';
import { createSharedRead } from './shared-read';
import type { SnapshotReader } from './snapshot-reader';
import { createTimers } from './timers';

export type RoomOptions = {
  readonly heartbeatMs: number;
  /** How often the snapshot is read while Redis is away, and after a failed read. */
  readonly pollMs: number;
};

export type JoinOutcome = 'live' | 'not_found';

/**
 * All readers of one auction on this gateway: one subscription, and at most one snapshot read at a
 * time, however many they are.
 *
 *     following ──Redis lost──> polling ──Redis back, snapshot compared──> following
 *         └──gap, reset mark, difference──> resyncing ──snapshot read──> back
 */
export type Room = {
  readonly open: () => Promise<void>;
  /** Makes `client` live; `lastEventId` is where it says it left off. Throws when unreadable. */
  readonly join: (client: LiveClient, lastEventId: number | null) => Promise<JoinOutcome>;
  readonly leave: (client: LiveClient) => boolean;
  readonly size: () => number;
  readonly close: () => void;
};

const MAX_JOIN_TRIES = 5;

export const createRoom = (
  key: RoomKey,
  feed: RoomFeed,
  readSnapshot: SnapshotReader,
  options: RoomOptions,
): Room => {
  const clients = new Set<LiveClient>();
  const snapshots = createSharedRead(() => readSnapshot(key));
  const timers = createTimers();
  const state: RoomState = {
    position: null,
    ahead: null,
    movedSinceHeartbeat: false,
    resyncing: false,
  };
  const retryMs = options.pollMs;
  const follow = createFollowing({ state, clients, snapshots, timers, retryMs });
  let isFollowing = false;
  let isPolling = false;

  const listener: FeedListener = {
    frame: follow.onFrame,
    lost: () => {
      isFollowing = false;
      poll();
    },
    restored: () => {
      isFollowing = true;
      follow.resync('difference');
    },
  };

  const poll = (): void => {
    if (isFollowing || isPolling) return;
    isPolling = true;
    follow.resync('difference');
    timers.after(options.pollMs, () => {
      isPolling = false;
      void feed.subscribe(key, listener).then((subscribed) => {
        if (!subscribed) return poll();
        if (!isFollowing) listener.restored();
      });
    });
  };

  const heartbeat = (): void => {
    if (!state.movedSinceHeartbeat) follow.resync('difference');
    state.movedSinceHeartbeat = false;
    for (const client of clients) client.heartbeat();
    timers.after(options.heartbeatMs, heartbeat);
  };

  /** From the window, when it leads from `from` to where the room is. */
  const resumed = async (client: LiveClient, from: number): Promise<boolean> => {
    const target = state.position;
    if (target === null || from > target) return false;
    if (from === target) return client.resume(from, []);
    const window = await feed.window(key);
    const frames = window === null ? null : replayOf(window, from, target);
    return frames !== null && client.resume(from, frames);
  };

  const began = (client: LiveClient, snapshot: Snapshot, from: number | null): boolean => {
    if (from === snapshot.sequence) return client.resume(from, []);
    const reason = from === null ? null : from > snapshot.sequence ? 'ahead' : 'window_passed';
    return client.beginWith({ snapshot, reason });
  };

  return {
    open: async () => {
      isFollowing = await feed.subscribe(key, listener);
      if (!isFollowing) poll();
      timers.after(options.heartbeatMs, heartbeat);
    },
    join: async (client, lastEventId) => {
      clients.add(client);
      for (let tries = 1; tries <= MAX_JOIN_TRIES; tries += 1) {
        if (lastEventId !== null && (await resumed(client, lastEventId))) return 'live';
        const snapshot = await snapshots.next();
        if (snapshot === null) return 'not_found';
        const isFirst = state.position === null;
        state.position ??= snapshot.sequence;
        if (isFirst && lastEventId !== null && (await resumed(client, lastEventId))) return 'live';
        // An answer from before what the room has already shown is read again.
        if (snapshot.sequence < state.position) continue;
        if (began(client, snapshot, lastEventId)) return 'live';
      }
      throw new OperationalError('room_unsettled', 'the auction moves faster than it can be read', {
        retryable: true,
      });
    },
    leave: (client) => clients.delete(client),
    size: () => clients.size,
    close: () => {
      feed.unsubscribe(key);
      timers.clear();
      clients.forEach((client) => client.disconnect());
    },
  };
};
