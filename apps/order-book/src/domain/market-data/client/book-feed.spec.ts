import { BookFeed, FRAMES_KEPT } from './book-feed';
import { LevelBook } from './level-book';
import { levelChecksum } from '../checksum/level-checksum';
import type { Level, LevelDelta, LevelSnapshot } from '../frame/level-frame';

const asks = (quantity: number): Level[] => [[101, quantity]];
const snapshot = (sequence: number, quantity: number): LevelSnapshot => ({
  kind: 'snapshot',
  sequence,
  bids: [],
  asks: asks(quantity),
  checksum: levelChecksum(asks(quantity), []),
});
/** A delta after which the one ask has a quantity equal to the sequence. */
const delta = (previous: number, sequence: number): LevelDelta => ({
  kind: 'delta',
  previous,
  sequence,
  bids: [],
  asks: asks(sequence),
  checksum: levelChecksum(asks(sequence), []),
});

const following = () => {
  const book = new LevelBook();
  const feed = new BookFeed<LevelSnapshot, LevelDelta>(book);
  const is = () => ({ at: feed.sequence, needs: feed.needsSnapshot, ask: book.asks[0]?.[1] });
  return { book, feed, is };
};

describe('BookFeed', () => {
  it('keeps deltas that come before the snapshot and applies those that follow it', () => {
    const { feed, is } = following();
    feed.onDelta(delta(5, 8));
    feed.onDelta(delta(8, 9));
    expect(is()).toEqual({ at: -1, needs: true, ask: undefined });
    feed.onSnapshot(snapshot(8, 8));
    expect(is()).toEqual({ at: 9, needs: false, ask: 9 });
  });

  it('applies a delta that a snapshot was taken in the middle of', () => {
    const { feed, is } = following();
    feed.onSnapshot(snapshot(6, 6));
    feed.onDelta(delta(5, 8));
    expect(is()).toEqual({ at: 8, needs: false, ask: 8 });
  });

  it('ignores a delta that it has had and a snapshot that is older than its book', () => {
    const { feed, is } = following();
    feed.onSnapshot(snapshot(5, 5));
    feed.onDelta(delta(5, 8));
    feed.onDelta(delta(5, 8));
    feed.onSnapshot(snapshot(5, 5));
    expect(is()).toEqual({ at: 8, needs: false, ask: 8 });
  });

  it('needs a snapshot while a frame is missing, and goes on when the frame comes after all', () => {
    const { feed, is } = following();
    feed.onSnapshot(snapshot(5, 5));
    feed.onDelta(delta(8, 9));
    expect(is()).toEqual({ at: 5, needs: true, ask: 5 });
    feed.onDelta(delta(5, 8));
    expect(is()).toEqual({ at: 9, needs: false, ask: 9 });
  });

  it('learns from a heartbeat that the last frame was lost', () => {
    const { feed, is } = following();
    feed.onSnapshot(snapshot(5, 5));
    feed.onDelta(delta(5, 5));
    expect(is().needs).toBe(false);
    feed.onDelta(delta(9, 9));
    expect(is()).toEqual({ at: 5, needs: true, ask: 5 });
    feed.onSnapshot(snapshot(9, 9));
    expect(is()).toEqual({ at: 9, needs: false, ask: 9 });
  });

  it('drops its book when a checksum is not met, and takes a snapshot', () => {
    const { feed, is } = following();
    feed.onSnapshot(snapshot(5, 5));
    feed.onDelta({ ...delta(5, 8), asks: asks(7) });
    expect(is()).toMatchObject({ at: -1, needs: true });
    expect(feed.faults).toBe(1);
    feed.onSnapshot({ ...snapshot(8, 8), checksum: 0 });
    expect(feed.faults).toBe(2);
    feed.onSnapshot(snapshot(8, 8));
    expect(is()).toEqual({ at: 8, needs: false, ask: 8 });
  });

  it('checks a heartbeat at its own sequence', () => {
    const { book, feed } = following();
    feed.onSnapshot(snapshot(5, 5));
    book.set({ bids: [], asks: asks(6) });
    feed.onDelta({ ...delta(5, 5), asks: [] });
    expect([feed.faults, feed.needsSnapshot]).toEqual([1, true]);
  });

  it('keeps a bounded number of frames, the newest', () => {
    const { feed, is } = following();
    for (let at = 10; at < 12 + FRAMES_KEPT; at += 1) feed.onDelta(delta(at, at + 1));
    feed.onSnapshot(snapshot(11, 11));
    expect(is().at).toBe(11);
    feed.onSnapshot(snapshot(12, 12));
    expect(is()).toEqual({ at: 12 + FRAMES_KEPT, needs: false, ask: 12 + FRAMES_KEPT });
  });
});
