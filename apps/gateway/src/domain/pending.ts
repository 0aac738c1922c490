import { coalesce, type Frame } from './frame';

/** The whole public view of an auction at one point of its public sequence. */
export type Snapshot = {
  readonly sequence: number;
  readonly body: Readonly<Record<string, unknown>>;
};

/**
 * Why a client's view starts over: frames are missing (`gap`), the snapshot differs from what was
 * shown (`difference`), the window no longer reaches back to its last event (`window_passed`), its
 * last event is one that never was (`ahead`), or the listing itself changed (`edited`).
 */
export type ResetReason = 'gap' | 'difference' | 'window_passed' | 'ahead' | 'edited';

/** A whole view to send; without a reason it is the client's first. */
export type Reset = { readonly snapshot: Snapshot; readonly reason: ResetReason | null };

/**
 * What a client that cannot take more bytes still has to get: at most one reset and one coalesced
 * frame after it, however long it is slow.
 */
export type Pending = { readonly reset: Reset | null; readonly frame: Frame | null };

export const NOTHING_PENDING: Pending = { reset: null, frame: null };

export const pendFrame = (pending: Pending, frame: Frame): Pending => ({
  reset: pending.reset,
  frame: pending.frame === null ? frame : coalesce(pending.frame, frame),
});

/** A reset replaces everything before it. */
export const pendReset = (reset: Reset): Pending => ({ reset, frame: null });
