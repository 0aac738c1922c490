import { encodeEvent, type EventStream } from '@outcry/service';
import { continuationOf, keepFrame, type Frame } from '../domain/frame';
import { NOTHING_PENDING, pendFrame, pendReset, type Pending, type Reset } from '../domain/pending';

const encodedFrames = new WeakMap<Frame, string>();

/** Most clients of a room get the very same frame: it is encoded once. */
const encodeFrame = (frame: Frame): string => {
  const known = encodedFrames.get(frame);
  if (known !== undefined) return known;
  const text = encodeEvent({ event: 'frame', id: String(frame.seq), data: JSON.stringify(frame) });
  encodedFrames.set(frame, text);
  return text;
};

const now = (): string => new Date().toISOString();

const encodeReset = ({ snapshot: { body, sequence }, reason }: Reset): string =>
  encodeEvent({
    event: reason === null ? 'snapshot' : 'reset',
    id: String(sequence),
    data: JSON.stringify({
      ...body,
      sequence,
      ...(reason === null ? {} : { reason }),
      serverTime: now(),
    }),
  });

/**
 * One reader of a room.
 *
 *     joining ──begin──> live ──end, disconnect──> ended
 *
 * While joining, frames are kept as one until it is known where the reader begins. What its
 * connection cannot take, or that comes before the connection is attached, is kept as one reset and
 * one frame at most. So it never misses a sequence, never grows, and never holds others up.
 */
export type LiveClient = {
  /** The sequence up to which it has been sent, or will have been once its pending is written. */
  readonly position: () => number;
  /** False when something is missing before `frame`, which then was not taken. */
  readonly offer: (frame: Frame) => boolean;
  readonly reset: (reset: Reset) => void;
  /** Goes live with a whole view; false when a frame was missed meanwhile: join again. */
  readonly beginWith: (reset: Reset) => boolean;
  /** Goes live where it left off, with the frames since; false as above. */
  readonly resume: (position: number, frames: readonly Frame[]) => boolean;
  readonly attach: (stream: EventStream) => void;
  readonly heartbeat: () => void;
  /** Says that the stream is over for good, and why. */
  readonly end: (reason: string) => void;
  /** Ends the connection; the reader is expected to come back. */
  readonly disconnect: () => void;
};

export const createLiveClient = (): LiveClient => {
  let stream: EventStream | null = null;
  let joining = true;
  let position = 0;
  let kept: Frame | null = null;
  let pending: Pending = NOTHING_PENDING;

  const canWrite = (): boolean => stream?.isWritable() ?? false;

  const flush = (): void => {
    if (!canWrite()) return;
    const { reset, frame } = pending;
    pending = NOTHING_PENDING;
    if (reset !== null) stream?.write(encodeReset(reset));
    if (frame === null) return;
    if (canWrite()) stream?.write(encodeFrame(frame));
    else pending = { reset: null, frame };
  };

  const send = (frame: Frame): void => {
    position = frame.seq;
    if (canWrite()) stream?.write(encodeFrame(frame));
    else pending = pendFrame(pending, frame);
  };

  /** Goes live at `at`, unless what was kept meanwhile does not continue it. */
  const begin = (at: number, first: () => void): boolean => {
    const continuation = kept === null ? null : continuationOf(at, kept);
    kept = null;
    if (continuation?.kind === 'gap') return false;
    joining = false;
    first();
    if (continuation?.kind === 'next') send(continuation.frame);
    return true;
  };

  const reset = (to: Reset): void => {
    position = to.snapshot.sequence;
    pending = pendReset(to);
    flush();
  };

  return {
    position: () => position,
    offer: (frame) => {
      if (joining) {
        kept = keepFrame(kept, frame);
        return true;
      }
      const continuation = continuationOf(position, frame);
      if (continuation.kind === 'next') send(continuation.frame);
      return continuation.kind !== 'gap';
    },
    reset: (to) => {
      if (!joining) reset(to);
    },
    beginWith: (to) => begin(to.snapshot.sequence, () => reset(to)),
    resume: (at, frames) =>
      begin(frames.at(-1)?.seq ?? at, () => {
        position = at;
        frames.forEach(send);
      }),
    attach: (opened) => {
      stream = opened;
      stream.onDrain(flush);
      flush();
    },
    heartbeat: () => {
      if (joining || !canWrite()) return;
      const data = JSON.stringify({ seq: position, serverTime: now() });
      stream?.write(encodeEvent({ event: 'heartbeat', data }));
    },
    end: (reason) => {
      stream?.write(encodeEvent({ event: 'end', data: JSON.stringify({ reason }) }));
      stream?.end();
    },
    disconnect: () => stream?.end(),
  };
};
