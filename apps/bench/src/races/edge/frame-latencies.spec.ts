import { latenciesOf } from './frame-latencies';

const committed = [
  { auctionId: 'a', sequence: 2, atMs: 100 },
  { auctionId: 'a', sequence: 3, atMs: 110 },
  { auctionId: 'b', sequence: 2, atMs: 200 },
];

const received = (
  frames: readonly (readonly [auction: number, fromSeq: number, seq: number, atMs: number])[],
) => ({
  auctions: Int32Array.from(frames, ([auction]) => auction),
  fromSeqs: Int32Array.from(frames, ([, fromSeq]) => fromSeq),
  seqs: Int32Array.from(frames, ([, , seq]) => seq),
  atMs: Float64Array.from(frames, ([, , , atMs]) => atMs),
});

describe('the latencies of live frames', () => {
  it.each([
    ['of each reader', [[0, 2, 2, 105] as const, [0, 2, 2, 107] as const], [5, 7]],
    ['of the auction that was bid on', [[1, 2, 2, 203] as const], [3]],
    ['of each bid that one frame brings', [[0, 2, 3, 120] as const], [20, 10]],
    ['are never below nothing', [[0, 2, 2, 99] as const], [0]],
    ['leave out what an earlier run committed', [[0, 1, 2, 104] as const], [4]],
  ])('%s', (_, frames, latencies) => {
    expect(latenciesOf(committed, received(frames), ['a', 'b'])).toEqual(latencies);
  });
});
