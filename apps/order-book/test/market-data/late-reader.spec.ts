import { createEngine } from '../../src/domain/engine/create-engine';
import { BookFeed } from '../../src/domain/market-data/client/book-feed';
import { QueueBook } from '../../src/domain/market-data/client/queue-book';
import { MarketData } from '../../src/domain/market-data/view/market-data';
import { readScenarios } from '../notation/scenario.notation';

const [early, late] = readScenarios(
  `# before anybody reads
buy 1 5@99
buy 2 3@99
# while somebody reads
@1 sell 3 2@99
amend 2 1@99
buy 4 7@98
cancel 1`,
).map(({ steps }) => steps.map(({ command }) => command));

describe('a reader of level 3 who comes when there are orders', () => {
  it('has the snapshot’s orders and gets every later change, once', () => {
    const [engine, data, book] = [createEngine(), new MarketData(), new QueueBook()];
    const [view, feed] = [data.view(1), new BookFeed(book)];
    const doAll = (commands = early ?? []): void => {
      for (const command of commands) engine.execute(command);
      data.apply(engine.reports);
      engine.reports.clear();
    };
    doAll();
    expect(view.queueFrame().changes).toEqual([]);
    feed.onSnapshot(view.queueSnapshot());
    expect(book.orders('bids').map(({ id }) => id)).toEqual([1, 2]);
    doAll(late?.slice(1));
    const frame = view.queueFrame();
    expect(frame.changes.map(({ op, id }) => `${op} ${id}`)).toEqual([
      'resize 1',
      'resize 2',
      'add 4',
      'remove 1',
    ]);
    feed.onDelta(frame);
    expect([feed.faults, feed.needsSnapshot]).toEqual([0, false]);
    expect(book.orders('bids')).toEqual([
      { id: 2, price: 99, quantity: 1 },
      { id: 4, price: 98, quantity: 7 },
    ]);
  });
});
