import assert from 'node:assert/strict';
import { createEngine } from '../../src/domain/engine/create-engine';
import type { Command } from '../../src/domain/command/command';
import { queueChecksum } from '../../src/domain/market-data/checksum/queue-checksum';
import { levelChecksum } from '../../src/domain/market-data/checksum/level-checksum';
import { BookFeed } from '../../src/domain/market-data/client/book-feed';
import { LevelBook } from '../../src/domain/market-data/client/level-book';
import { QueueBook } from '../../src/domain/market-data/client/queue-book';
import type { InstrumentView } from '../../src/domain/market-data/view/instrument-view';
import { MarketData } from '../../src/domain/market-data/view/market-data';
import { readReports } from '../../src/domain/report/report.reader';
import { RebuiltBook } from './rebuilt-book';

const start = (view: InstrumentView) => {
  const [levels, queues] = [new LevelBook(), new QueueBook()];
  const feeds = { levels: new BookFeed(levels), queues: new BookFeed(queues) };
  feeds.levels.onSnapshot(view.levelSnapshot());
  feeds.queues.onSnapshot(view.queueSnapshot());
  return { rebuilt: new RebuiltBook(), levels, queues, feeds };
};

/**
 * An engine whose market data are compared with a book rebuilt from its reports, and a client's.
 */
export class WatchedEngine {
  readonly #engine = createEngine();
  readonly #data = new MarketData();
  readonly #books = new Map<number, ReturnType<typeof start>>();

  #book(instrument: number): ReturnType<typeof start> {
    const there = this.#books.get(instrument) ?? start(this.#data.view(instrument));
    this.#books.set(instrument, there);
    return there;
  }

  execute(command: Command): void {
    this.#engine.execute(command);
    for (const report of readReports(this.#engine.reports)) {
      if (report.instrument > 0) this.#book(report.instrument).rebuilt.apply(report);
    }
    this.#data.apply(this.#engine.reports);
    this.#engine.reports.clear();
  }

  /** Compares snapshots, taken in the middle of a frame unless one was just taken. */
  checkSnapshots(): void {
    for (const [instrument, { rebuilt }] of this.#books) {
      const [bids, asks] = [rebuilt.levels('bids'), rebuilt.levels('asks')];
      const orders = { bids: rebuilt.orders('bids'), asks: rebuilt.orders('asks') };
      const view = this.#data.view(instrument);
      const { sequence, ...top } = view.top();
      const head = { kind: 'snapshot', sequence } as const;
      assert.deepEqual(top, rebuilt.top);
      assert.deepEqual(view.levelSnapshot(), {
        ...{ ...head, bids, asks },
        checksum: levelChecksum(asks, bids),
      });
      assert.deepEqual(view.queueSnapshot(), {
        ...{ ...head, ...orders },
        checksum: queueChecksum(orders.asks, orders.bids),
      });
    }
  }

  /** Takes the frames of all that changed, and compares what a client makes of them. */
  checkFrames(): void {
    for (const instrument of this.#data.takeChanged()) {
      const { rebuilt, levels, queues, feeds } = this.#book(instrument);
      const view = this.#data.view(instrument);
      const frame = view.frame();
      const { sequence, ...top } = frame.top;
      assert.deepEqual(top, rebuilt.top);
      feeds.levels.onDelta(frame.levels);
      feeds.queues.onDelta(view.queueFrame());
      assert.deepEqual([feeds.levels.faults, feeds.queues.faults], [0, 0]);
      assert.deepEqual([feeds.levels.sequence, feeds.queues.sequence], [sequence, sequence]);
      for (const side of ['bids', 'asks'] as const) {
        assert.deepEqual(levels[side], rebuilt.levels(side));
        assert.deepEqual(queues.orders(side), rebuilt.orders(side));
      }
    }
  }
}
