import { assert } from '@outcry/kernel';

/** A bid as everybody may see it, with the public sequence of the event that showed it. */
export type LiveBid = Readonly<Record<string, unknown>> & { readonly sequence: number };

/**
 * What happened to an auction in its public sequence from `fromSeq` to `seq`, both included, and
 * the public state after it. Frames of a stream tile: each begins where the one before it ended.
 */
export type Frame = {
  readonly fromSeq: number;
  readonly seq: number;
  /** The public state after `seq`. */
  readonly auction: unknown;
  /** Bids that became visible, oldest first; the newest ones only when there were many. */
  readonly bids: readonly LiveBid[];
  /** How many older bids of these sequences were left out of `bids`. */
  readonly bidsOmitted: number;
  /** Kinds of events within, each once; of a frame that was cut, perhaps also of before the cut. */
  readonly kinds: readonly string[];
};

/** What one coalesced frame carries at most, so that a slow client costs bounded memory. */
export const MAX_BIDS_PER_FRAME = 100;

/** One frame for two that follow each other: the state of the later, the bids of both. */
export const coalesce = (first: Frame, next: Frame): Frame => {
  assert(next.fromSeq === first.seq + 1, 'only frames that follow each other coalesce');
  const bids = [...first.bids, ...next.bids];
  const kept = bids.slice(-MAX_BIDS_PER_FRAME);
  return {
    fromSeq: first.fromSeq,
    seq: next.seq,
    auction: next.auction,
    bids: kept,
    bidsOmitted: first.bidsOmitted + next.bidsOmitted + bids.length - kept.length,
    kinds: [...new Set([...first.kinds, ...next.kinds])],
  };
};

/**
 * What to remember of frames that cannot be used yet: all since `kept` began, as one frame, or only
 * the newest when something between them is missing.
 */
export const keepFrame = (kept: Frame | null, frame: Frame): Frame => {
  if (kept === null || frame.fromSeq !== kept.seq + 1) return frame;
  return coalesce(kept, frame);
};

/** How a frame relates to what has been seen up to `position`. */
export type Continuation =
  | { readonly kind: 'seen' }
  | { readonly kind: 'next'; readonly frame: Frame }
  | { readonly kind: 'gap' };

/**
 * What of `frame` continues a stream that is at `position`: nothing, when all of it has been seen;
 * the frame, cut to begin at `position + 1` when it overlaps; or a gap, when something is missing.
 */
export const continuationOf = (position: number, frame: Frame): Continuation => {
  if (frame.seq <= position) return { kind: 'seen' };
  if (frame.fromSeq > position + 1) return { kind: 'gap' };
  if (frame.fromSeq === position + 1) return { kind: 'next', frame };
  const bids = frame.bids.filter(({ sequence }) => sequence > position);
  return { kind: 'next', frame: { ...frame, fromSeq: position + 1, bids } };
};

/**
 * The frames of a replay window that lead from `position` to `target` or beyond without a gap, or
 * null when the window does not reach back or forward far enough.
 */
export const replayOf = (
  window: readonly Frame[],
  position: number,
  target: number,
): readonly Frame[] | null => {
  const frames: Frame[] = [];
  let reached = position;
  for (const candidate of window) {
    const continuation = continuationOf(reached, candidate);
    if (continuation.kind === 'gap') return null;
    if (continuation.kind === 'seen') continue;
    frames.push(continuation.frame);
    reached = continuation.frame.seq;
  }
  return reached >= target ? frames : null;
};
