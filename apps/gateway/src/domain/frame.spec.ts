import {
  coalesce,
  continuationOf,
  keepFrame,
  MAX_BIDS_PER_FRAME,
  replayOf,
  type Frame,
} from './frame';

const frame = (fromSeq: number, seq = fromSeq, kinds = ['bid-placed']): Frame => ({
  fromSeq,
  seq,
  auction: { bidCount: seq },
  bids: Array.from({ length: seq - fromSeq + 1 }, (_, at) => ({
    bidId: `b${fromSeq + at}`,
    sequence: fromSeq + at,
  })),
  bidsOmitted: 0,
  kinds,
});

describe('coalescing', () => {
  it('spans both frames, with the later state, all bids and each kind once', () => {
    const both = coalesce(frame(3, 4), frame(5, 5, ['bid-placed', 'auction-closed']));

    expect(both).toMatchObject({ fromSeq: 3, seq: 5, auction: { bidCount: 5 }, bidsOmitted: 0 });
    expect(both.bids.map(({ sequence }) => sequence)).toEqual([3, 4, 5]);
    expect(both.kinds).toEqual(['bid-placed', 'auction-closed']);
  });

  it('keeps the newest bids and counts the others when there are many', () => {
    const both = coalesce(frame(1, MAX_BIDS_PER_FRAME), frame(MAX_BIDS_PER_FRAME + 1));

    expect(both.bids).toHaveLength(MAX_BIDS_PER_FRAME);
    expect(both.bids.at(0)?.sequence).toBe(2);
    expect(both.bidsOmitted).toBe(1);
  });

  it('adds up what earlier coalescing left out', () => {
    const first = { ...frame(1), bidsOmitted: 4 };

    expect(coalesce(first, { ...frame(2), bidsOmitted: 3 }).bidsOmitted).toBe(7);
  });

  it.each([
    [frame(1), frame(3)],
    [frame(1, 2), frame(2)],
  ])('refuses frames that do not follow each other', (first, next) => {
    expect(() => coalesce(first, next)).toThrow('follow each other');
  });
});

describe('continuing a stream at a position', () => {
  it.each([
    [5, frame(3, 5), 'seen'],
    [5, frame(5), 'seen'],
    [5, frame(6), 'next'],
    [5, frame(6, 9), 'next'],
    [5, frame(4, 7), 'next'],
    [5, frame(7), 'gap'],
    [0, frame(1), 'next'],
  ] as const)('at %i', (position, candidate, kind) => {
    expect(continuationOf(position, candidate).kind).toBe(kind);
  });

  it('leaves a frame that begins right there as it is', () => {
    const candidate = frame(6, 9);

    expect(continuationOf(5, candidate)).toEqual({ kind: 'next', frame: candidate });
  });

  it('cuts what was seen off a frame that overlaps', () => {
    const continuation = continuationOf(5, frame(4, 7));

    expect(continuation).toMatchObject({ frame: { fromSeq: 6, seq: 7, auction: { bidCount: 7 } } });
    expect(continuation.kind === 'next' && continuation.frame.bids.map((b) => b.sequence)).toEqual([
      6, 7,
    ]);
  });
});

describe('keeping frames for later', () => {
  it('joins those that follow each other and starts over at a gap', () => {
    expect(keepFrame(null, frame(4))).toEqual(frame(4));
    expect(keepFrame(frame(4), frame(5))).toMatchObject({ fromSeq: 4, seq: 5 });
    expect(keepFrame(frame(4), frame(6))).toEqual(frame(6));
  });
});

describe('replaying a window', () => {
  const window = [frame(3), frame(4), frame(5), frame(6)];

  it('gives what follows the position', () => {
    expect(replayOf(window, 4, 6)).toEqual([frame(5), frame(6)]);
    expect(replayOf(window, 2, 6)).toEqual(window);
    expect(replayOf(window, 6, 6)).toEqual([]);
  });

  it('gives nothing when it does not reach back or forward far enough, or has a hole', () => {
    expect(replayOf(window, 1, 6)).toBeNull();
    expect(replayOf(window, 4, 7)).toBeNull();
    expect(replayOf([frame(3), frame(5)], 2, 5)).toBeNull();
    expect(replayOf([], 4, 5)).toBeNull();
  });
});
