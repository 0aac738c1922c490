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
};

export const newRoomState = (): RoomState => ({
  position: null,
  ahead: null,
  movedSinceHeartbeat: false,
});

export type FollowingParts = {
  readonly state: RoomState;
  readonly clients: ReadonlySet<LiveClient>;
  readonly snapshots: SharedRead<Snapshot | null>;
  readonly timers: Timers;
  readonly retryMs: number;
};

/** A listing's own fields changed, which frames do not carry. */
const EDITED = 'auction-edited';

/**
 * Keeps a room's clients at the auction's public sequence.
 *
 *     in step ──gap, comparison, edit──> reading the snapshot ──> in step
 *                                                └──fails──> tried again
 *
 * While it reads, frames beyond a gap are kept as one and continue the snapshot.
 */
export class Following {
  readonly #state: RoomState;
  readonly #parts: FollowingParts;
  #isReading = false;
  /** What was asked for while a read was under way that may be too old for it. */
  #askedMeanwhile: ResetReason | null = null;

  constructor(parts: FollowingParts) {
    this.#parts = parts;
    this.#state = parts.state;
  }

  onFrame(frame: Frame): void {
    const state = this.#state;
    if (state.position === null) return this.#keepForJoining(frame);
    const continuation = continuationOf(state.position, frame);
    if (continuation.kind === 'seen') return;
    if (continuation.kind === 'next') return this.#offer(continuation.frame);
    state.ahead = keepFrame(state.ahead, frame);
    this.#keepForJoining(frame);
    this.resync('gap');
  }

  /**
   * Reads the snapshot and resets whoever differs from it.
   *
   * @param insist whether a failed read is tried again; who only compares will ask again by himself
   */
  resync(reason: ResetReason, insist = reason !== 'difference'): void {
    if (this.#isReading) {
      if (insist && this.#askedMeanwhile !== 'edited') this.#askedMeanwhile = reason;
      return;
    }
    this.#isReading = true;
    const { snapshots, timers, retryMs } = this.#parts;
    const { position, ahead } = this.#state;
    snapshots
      .next()
      .then((snapshot) => {
        this.#isReading = false;
        if (snapshot === null) return;
        this.#settle(snapshot, reason, position);
        this.#continueAfterGap(ahead);
        const asked = this.#takeAsked();
        if (asked !== null) this.resync(asked, true);
      })
      .catch(() => {
        this.#isReading = false;
        const asked = this.#takeAsked();
        const isNeeded = insist || asked !== null || this.#state.ahead !== null;
        if (isNeeded) timers.after(retryMs, () => this.resync(asked ?? reason, true));
      });
  }

  #takeAsked(): ResetReason | null {
    const asked = this.#askedMeanwhile;
    this.#askedMeanwhile = null;
    return asked;
  }

  /** Clients that are live take it for a gap and wait for their reset. */
  #keepForJoining(frame: Frame): void {
    for (const client of this.#parts.clients) client.offer(frame);
  }

  #offer(frame: Frame): void {
    this.#state.position = frame.seq;
    this.#state.movedSinceHeartbeat = true;
    let complete = true;
    for (const client of this.#parts.clients) complete = client.offer(frame) && complete;
    if (!complete) this.resync('gap');
    else if (frame.kinds.includes(EDITED)) this.resync('edited');
  }

  #settle(snapshot: Snapshot, reason: ResetReason, before: number | null): void {
    const { position } = this.#state;
    // Frames that came during the read may have led to or beyond it; then nothing differs.
    const isCovered =
      before !== null &&
      position !== null &&
      snapshot.sequence >= before &&
      snapshot.sequence <= position;
    if (!isCovered || reason === 'edited') this.#adopt(snapshot, reason, before);
    else this.#bringUp(snapshot);
  }

  /** A reader that began while the room moved on may be behind it, however well the room stands. */
  #bringUp(snapshot: Snapshot): void {
    for (const client of this.#parts.clients) {
      if (client.position() < snapshot.sequence) client.reset({ snapshot, reason: 'gap' });
    }
  }

  /** Moves to the snapshot; a client may be ahead of it, having joined by a later one. */
  #adopt(snapshot: Snapshot, reason: ResetReason, before: number | null): void {
    const wentBack = before !== null && snapshot.sequence < before;
    this.#state.position = snapshot.sequence;
    for (const client of this.#parts.clients) {
      const differs = wentBack
        ? client.position() !== snapshot.sequence
        : client.position() < snapshot.sequence;
      if (differs || reason === 'edited') client.reset({ snapshot, reason });
    }
  }

  #continueAfterGap(aheadBeforeRead: Frame | null): void {
    const { ahead, position } = this.#state;
    this.#state.ahead = null;
    if (ahead === null || position === null) return;
    const continuation = continuationOf(position, ahead);
    if (continuation.kind === 'next') this.#offer(continuation.frame);
    if (continuation.kind !== 'gap') return;
    // A frame is published after its event: one that was there before the read and is beyond the
    // snapshot all the same tells of something that never was.
    if (ahead.fromSeq === aheadBeforeRead?.fromSeq) return;
    this.#state.ahead = ahead;
    this.resync('gap');
  }
}
