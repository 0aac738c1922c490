import { OperationalError } from '@outcry/kernel';
import { replayOf } from '../domain/frame';
import type { Snapshot } from '../domain/pending';
import { Following, newRoomState } from './following';
import type { LiveClient } from './live-client';
import type { FeedListener, RoomFeed, RoomKey } from './room-feed';
import { createSharedRead, type SharedRead } from './shared-read';
import type { SnapshotReader } from './snapshot-reader';
import { createTimers } from './timers';

export type RoomOptions = {
  readonly heartbeatMs: number;
  /** How often the snapshot is read while Redis is away, and after a failed read. */
  readonly pollMs: number;
};

export type JoinOutcome = 'live' | 'not_found';

const MAX_JOIN_TRIES = 5;

/**
 * All readers of one auction on this gateway: one subscription, and at most one snapshot read at a
 * time, however many they are.
 *
 *     following ──Redis lost──> polling ──Redis back, snapshot compared──> following
 */
export class Room {
  readonly #key: RoomKey;
  readonly #feed: RoomFeed;
  readonly #options: RoomOptions;
  readonly #clients = new Set<LiveClient>();
  readonly #timers = createTimers();
  readonly #state = newRoomState();
  readonly #snapshots: SharedRead<Snapshot | null>;
  readonly #following: Following;
  readonly #listener: FeedListener;
  #isFollowing = false;
  #isPolling = false;

  constructor(key: RoomKey, feed: RoomFeed, readSnapshot: SnapshotReader, options: RoomOptions) {
    this.#key = key;
    this.#feed = feed;
    this.#options = options;
    this.#snapshots = createSharedRead(() => readSnapshot(key));
    this.#following = new Following({
      state: this.#state,
      clients: this.#clients,
      snapshots: this.#snapshots,
      timers: this.#timers,
      retryMs: options.pollMs,
    });
    this.#listener = {
      frame: (frame) => this.#following.onFrame(frame),
      lost: () => {
        this.#isFollowing = false;
        this.#poll();
      },
      restored: () => {
        this.#isFollowing = true;
        this.#following.resync('difference', true);
      },
    };
  }

  async open(): Promise<void> {
    this.#isFollowing = await this.#feed.subscribe(this.#key, this.#listener);
    if (!this.#isFollowing) this.#poll();
    this.#timers.after(this.#options.heartbeatMs, () => this.#heartbeat());
  }

  /**
   * Makes `client` live.
   *
   * @param lastEventId where it says it left off
   * @throws OperationalError, retryable, when the auction cannot be read
   */
  async join(client: LiveClient, lastEventId: number | null): Promise<JoinOutcome> {
    this.#clients.add(client);
    const state = this.#state;
    for (let tries = 1; tries <= MAX_JOIN_TRIES; tries += 1) {
      if (await this.#resumed(client, lastEventId)) return 'live';
      const snapshot = await this.#snapshots.next();
      if (snapshot === null) return 'not_found';
      const isFirst = state.position === null;
      state.position ??= snapshot.sequence;
      if (isFirst && (await this.#resumed(client, lastEventId))) return 'live';
      // An answer from before what the room has already shown is read again.
      if (snapshot.sequence < state.position) continue;
      if (this.#began(client, snapshot, lastEventId)) return 'live';
    }
    throw new OperationalError('room_unsettled', 'the auction moves faster than it can be read', {
      retryable: true,
    });
  }

  /** Whether it was there. */
  leave(client: LiveClient): boolean {
    return this.#clients.delete(client);
  }

  size(): number {
    return this.#clients.size;
  }

  close(): void {
    this.#feed.unsubscribe(this.#key);
    this.#timers.clear();
    for (const client of this.#clients) client.disconnect();
  }

  #poll(): void {
    if (this.#isFollowing || this.#isPolling) return;
    this.#isPolling = true;
    this.#following.resync('difference');
    this.#timers.after(this.#options.pollMs, () => void this.#subscribeAgain());
  }

  async #subscribeAgain(): Promise<void> {
    this.#isPolling = false;
    if (this.#isFollowing) return;
    const isSubscribed = await this.#feed.subscribe(this.#key, this.#listener);
    if (!isSubscribed) return this.#poll();
    if (!this.#isFollowing) this.#listener.restored();
  }

  #heartbeat(): void {
    if (!this.#state.movedSinceHeartbeat) this.#following.resync('difference');
    this.#state.movedSinceHeartbeat = false;
    for (const client of this.#clients) client.heartbeat();
    this.#timers.after(this.#options.heartbeatMs, () => this.#heartbeat());
  }

  /** From the window, when it leads from where the client left off to where the room is. */
  async #resumed(client: LiveClient, from: number | null): Promise<boolean> {
    const target = this.#state.position;
    if (from === null || target === null || from > target) return false;
    if (from === target) return client.resume(from, []);
    const window = await this.#feed.window(this.#key);
    const frames = window === null ? null : replayOf(window, from, target);
    return frames !== null && client.resume(from, frames);
  }

  #began(client: LiveClient, snapshot: Snapshot, from: number | null): boolean {
    if (from === snapshot.sequence) return client.resume(from, []);
    const reason = from === null ? null : from > snapshot.sequence ? 'ahead' : 'window_passed';
    return client.beginWith({ snapshot, reason });
  }
}
