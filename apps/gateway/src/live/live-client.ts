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
 *     joining ──resume, beginWith──> live ──end, disconnect──> ended
 *
 * While joining, frames are kept as one until it is known where the reader begins. What its
 * connection cannot take, or that comes before the connection is attached, is kept as one reset and
 * one frame at most. So it never misses a sequence, never grows, and never holds others up.
 */
export class LiveClient {
  #stream: EventStream | null = null;
  #isJoining = true;
  #position = 0;
  #kept: Frame | null = null;
  #pending: Pending = NOTHING_PENDING;

  /** The sequence up to which it has been sent, or will have been once its pending is written. */
  position(): number {
    return this.#position;
  }

  /** False when something is missing before `frame`, which is kept until the reset. */
  offer(frame: Frame): boolean {
    const continuation = this.#isJoining ? null : continuationOf(this.#position, frame);
    if (continuation === null || continuation.kind === 'gap') {
      this.#kept = keepFrame(this.#kept, frame);
      return this.#isJoining;
    }
    if (continuation.kind === 'next') this.#send(continuation.frame);
    return true;
  }

  /** Starts the view of a live reader over; one that joins begins by itself. */
  reset(reset: Reset): void {
    if (this.#isJoining) return;
    this.#startOver(reset);
    const kept = this.#kept;
    this.#kept = null;
    if (kept !== null) this.offer(kept);
  }

  /** Goes live with a whole view; false when a frame was missed meanwhile: join again. */
  beginWith(reset: Reset): boolean {
    return this.#begin(reset.snapshot.sequence, () => this.#startOver(reset));
  }

  /** Goes live where it left off, with the frames since; false as above. */
  resume(position: number, frames: readonly Frame[]): boolean {
    return this.#begin(frames.at(-1)?.seq ?? position, () => {
      this.#position = position;
      for (const frame of frames) this.#send(frame);
    });
  }

  attach(stream: EventStream): void {
    this.#stream = stream;
    stream.onDrain(() => this.#flush());
    this.#flush();
  }

  heartbeat(): void {
    if (this.#isJoining || !this.#canWrite()) return;
    const data = JSON.stringify({ seq: this.#position, serverTime: now() });
    this.#stream?.write(encodeEvent({ event: 'heartbeat', data }));
  }

  /** Says that the stream is over for good, and why. */
  end(reason: string): void {
    this.#stream?.write(encodeEvent({ event: 'end', data: JSON.stringify({ reason }) }));
    this.#stream?.end();
  }

  /** Ends the connection; the reader is expected to come back. */
  disconnect(): void {
    this.#stream?.end();
  }

  #canWrite(): boolean {
    return this.#stream?.isWritable() ?? false;
  }

  #flush(): void {
    if (!this.#canWrite()) return;
    const { reset, frame } = this.#pending;
    this.#pending = NOTHING_PENDING;
    if (reset !== null) this.#stream?.write(encodeReset(reset));
    if (frame === null) return;
    if (this.#canWrite()) this.#stream?.write(encodeFrame(frame));
    else this.#pending = { reset: null, frame };
  }

  #send(frame: Frame): void {
    this.#position = frame.seq;
    if (this.#canWrite()) this.#stream?.write(encodeFrame(frame));
    else this.#pending = pendFrame(this.#pending, frame);
  }

  #startOver(reset: Reset): void {
    this.#position = reset.snapshot.sequence;
    this.#pending = pendReset(reset);
    this.#flush();
  }

  /** Goes live at `at`, unless what was kept meanwhile does not continue it. */
  #begin(at: number, first: () => void): boolean {
    const kept = this.#kept;
    const continuation = kept === null ? null : continuationOf(at, kept);
    this.#kept = null;
    if (continuation?.kind === 'gap') return false;
    this.#isJoining = false;
    first();
    if (continuation?.kind === 'next') this.#send(continuation.frame);
    return true;
  }
}
