import fc from 'fast-check';
import { coalesce, continuationOf, keepFrame, replayOf, type Frame } from './frame';
import { NOTHING_PENDING, pendFrame, pendReset, type Pending } from './pending';

/** Frames that tile 1…n, cut at arbitrary places. */
const tiling = fc
  .array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 25 })
  .map((lengths) => {
    const frames: Frame[] = [];
    let next = 1;
    for (const length of lengths) {
      frames.push(frameOf(next, next + length - 1));
      next += length;
    }
    return frames;
  });

function frameOf(fromSeq: number, seq: number): Frame {
  const sequences = Array.from({ length: seq - fromSeq + 1 }, (_, at) => fromSeq + at);
  return {
    fromSeq,
    seq,
    auction: seq,
    bids: sequences.map((sequence) => ({ sequence })),
    bidsOmitted: 0,
    kinds: [`kind-${fromSeq % 3}`],
  };
}

/** Whether `frames` lead from `position` without a hole or a repeat, and where to. */
const walk = (position: number, frames: readonly Frame[]): number | null => {
  let reached = position;
  for (const frame of frames) {
    if (frame.fromSeq !== reached + 1 || frame.seq < frame.fromSeq) return null;
    reached = frame.seq;
  }
  return reached;
};

it('coalesces the same whatever is joined first', () => {
  fc.assert(
    fc.property(tiling, (frames) => {
      const fromLeft = frames.slice(1).reduce((all, next) => coalesce(all, next), frames[0]!);
      const fromRight = frames
        .slice(0, -1)
        .reduceRight((all, before) => coalesce(before, all), frames.at(-1)!);
      expect(fromLeft).toEqual(fromRight);
      expect(fromLeft.bids.length + fromLeft.bidsOmitted).toBe(fromLeft.seq);
    }),
  );
});

it('never opens a hole nor repeats, whatever comes late, twice or not at all', () => {
  const mixed = tiling.chain((frames) =>
    fc.tuple(
      fc.constant(frames),
      fc.array(fc.nat({ max: frames.length - 1 }), { maxLength: 60 }),
      fc.nat({ max: 10 }),
    ),
  );
  fc.assert(
    fc.property(mixed, ([frames, arrivals, start]) => {
      const sent: Frame[] = [];
      let position = start;
      for (const arrival of arrivals) {
        const continuation = continuationOf(position, frames[arrival]!);
        if (continuation.kind !== 'next') continue;
        sent.push(continuation.frame);
        position = continuation.frame.seq;
      }
      expect(walk(start, sent)).toBe(position);
      for (const frame of sent) {
        expect(frame.bids.map(({ sequence }) => sequence)).toEqual(
          Array.from({ length: frame.seq - frame.fromSeq + 1 }, (_, at) => frame.fromSeq + at),
        );
      }
    }),
  );
});

it('replays a window exactly when it covers the way', () => {
  fc.assert(
    fc.property(tiling, fc.nat(40), fc.nat(40), fc.nat(10), (frames, position, target, dropped) => {
      const window = frames.slice(Math.min(dropped, frames.length));
      const replayed = replayOf(window, position, target);
      const last = window.at(-1)?.seq ?? 0;
      const covers =
        (window.length > 0 && window[0]!.fromSeq <= position + 1 && last >= target) ||
        (window.length === 0 && position >= target);
      const isBeyond = last <= position && position >= target;
      expect(replayed !== null).toBe(covers || isBeyond);
      if (replayed === null) return;
      expect(walk(position, replayed)).toBe(Math.max(position, replayed.at(-1)?.seq ?? position));
    }),
  );
});

it('keeps what it cannot send as one frame that ends where the last one did', () => {
  fc.assert(
    fc.property(tiling, fc.array(fc.boolean(), { maxLength: 25 }), (frames, lost) => {
      const arrived = frames.filter((_, at) => lost[at] !== true);
      const kept = arrived.reduce<Frame | null>((all, frame) => keepFrame(all, frame), null);
      if (arrived.length === 0) return;
      const lastHole = arrived.findLastIndex(
        (frame, at) => at > 0 && frame.fromSeq !== arrived[at - 1]!.seq + 1,
      );
      expect(kept?.seq).toBe(arrived.at(-1)!.seq);
      expect(kept?.fromSeq).toBe(arrived[Math.max(0, lastHole)]!.fromSeq);
    }),
  );
});

it('owes a slow reader at most one reset and one frame, which tile', () => {
  const steps = fc.array(fc.constantFrom('frame', 'reset', 'drain'), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (happenings) => {
      let pending: Pending = NOTHING_PENDING;
      let sequence = 0;
      let read = 0;
      const drain = (): void => {
        if (pending.reset !== null) read = pending.reset.snapshot.sequence;
        if (pending.frame !== null) {
          expect(pending.frame.fromSeq).toBe(read + 1);
          read = pending.frame.seq;
        }
        pending = NOTHING_PENDING;
        expect(read).toBe(sequence);
      };
      for (const happening of happenings) {
        if (happening === 'drain') drain();
        if (happening === 'frame') {
          sequence += 1;
          pending = pendFrame(pending, frameOf(sequence, sequence));
        }
        if (happening === 'reset') {
          sequence += 3;
          pending = pendReset({ snapshot: { sequence, body: {} }, reason: 'gap' });
        }
      }
      drain();
    }),
  );
});
