import { continuationOf, keepFrame, type Frame } from '../domain/frame';
import type { ResetReason, Snapshot } from '../domain/pending';
import type { LiveClient } from './live-client';
import type { SharedRead } from './shared-read';
import type { Timers } from './timers';

/** What a room knows of its auction, and what it waits for. */
export type RoomState = {
  /** The sequence up to which every live client has been offered everything. */
  position: number | null;
  /** Frames beyond a gap, until a snapshot closes it. */
  ahead: Frame | null;
  movedSinceHeartbeat: boolean;
  resyncing: boolean;
};

export type FollowingParts = {
  readonly state: RoomState;
  readonly clients: ReadonlySet<LiveClient>;
  readonly snapshots: SharedRead<Snapshot | null>;
  readonly timers: Timers;
  readonly retryMs: number;
};

export type Following = {
  readonly onFrame: (frame: Frame) => void;
  /** Reads the snapshot and resets whoever differs from it. */
  readonly resync: (reason: ResetReason) => void;
};

/** A listing's own fields changed, which frames do not carry. */
const EDITED = 'auction-edited';

/** How a room keeps its clients at the auction's public sequence. */
export const createFollowing = (parts: FollowingParts): Following => {
  const { state, clients, snapshots, timers, retryMs } = parts;

  const offer = (frame: Frame): void => {
    state.position = frame.seq;
    let complete = true;
    for (const client of clients) complete = client.offer(frame) && complete;
    if (!complete) resync('gap');
    else if (frame.kinds.includes(EDITED)) resync('edited');
  };

  /** Moves to the snapshot; a client may be ahead of it, having joined by a later one. */
  const adopt = (snapshot: Snapshot, reason: ResetReason, before: number | null): void => {
    const wentBack = before !== null && snapshot.sequence < before;
    state.position = snapshot.sequence;
    for (const client of clients) {
      const differs = wentBack
        ? client.position() !== snapshot.sequence
        : client.position() < snapshot.sequence;
      if (differs || reason === 'edited') client.reset({ snapshot, reason });
    }
  };

  const afterGap = (): void => {
    const { ahead, position } = state;
    state.ahead = null;
    if (ahead === null || position === null) return;
    const continuation = continuationOf(position, ahead);
    if (continuation.kind === 'next') offer(continuation.frame);
    if (continuation.kind === 'gap') {
      state.ahead = ahead;
      resync('gap');
    }
  };

  const settle = (snapshot: Snapshot, reason: ResetReason, before: number | null): void => {
    const { position } = state;
    // Frames that came during the read may have led to or beyond it; then nothing differs.
    const isCovered =
      before !== null &&
      position !== null &&
      snapshot.sequence >= before &&
      snapshot.sequence <= position;
    if (!isCovered || reason === 'edited') adopt(snapshot, reason, before);
    afterGap();
  };

  const resync = (reason: ResetReason): void => {
    if (state.resyncing) return;
    state.resyncing = true;
    const before = state.position;
    snapshots
      .next()
      .then((snapshot) => {
        state.resyncing = false;
        if (snapshot !== null) settle(snapshot, reason, before);
      })
      .catch(() => {
        state.resyncing = false;
        // Who asked for a mere comparison will ask again.
        if (reason !== 'difference') timers.after(retryMs, () => resync(reason));
      });
  };

  return {
    resync,
    onFrame: (frame) => {
      state.movedSinceHeartbeat = true;
      if (state.position === null) {
        for (const client of clients) client.offer(frame);
        return;
      }
      const continuation = continuationOf(state.position, frame);
      if (continuation.kind === 'seen') return;
      if (continuation.kind === 'next') return offer(continuation.frame);
      state.ahead = keepFrame(state.ahead, frame);
      for (const client of clients) client.offer(frame);
      resync('gap');
    },
  };
};
