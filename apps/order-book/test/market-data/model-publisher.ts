import { queueChecksum } from '../../src/domain/market-data/checksum/queue-checksum';
import { levelChecksum } from '../../src/domain/market-data/checksum/level-checksum';
import type { BookSide } from '../../src/domain/market-data/frame/book-side';
import type {
  Level,
  LevelDelta,
  LevelSnapshot,
} from '../../src/domain/market-data/frame/level-frame';
import type {
  QueueChange,
  QueuedOrder,
  QueueDelta,
  QueueSnapshot,
} from '../../src/domain/market-data/frame/queue-frame';
import { levelsOf, queueOf, type Resting } from './plain-book';

type Both<L, Q> = { readonly levels: L; readonly queues: Q };

/** The obvious publisher: a list of orders, everything computed anew for each frame. */
export class ModelPublisher {
  #orders: Resting[] = [];
  #changes: QueueChange[] = [];
  #previous = 0;
  #touched = { bids: new Set<number>(), asks: new Set<number>() };
  sequence = 0;

  /** Makes one change; one that fits nothing here is no change, but takes a sequence. */
  change(change: QueueChange): void {
    this.sequence = change.sequence;
    const at = this.#orders.findIndex(({ id }) => id === change.id);
    const order = this.#orders[at];
    if ((change.op === 'add') === (order !== undefined)) return;
    if (change.op === 'add') this.#orders.push(change);
    else if (change.op === 'remove') this.#orders.splice(at, 1);
    else if (order) this.#orders[at] = { ...order, quantity: change.quantity };
    this.#changes.push(change);
    const { side, price } = order ?? (change as Resting);
    this.#touched[side].add(price);
  }

  orders(side: BookSide): QueuedOrder[] {
    return queueOf(this.#orders, side);
  }

  levels(side: BookSide): Level[] {
    return levelsOf(this.#orders, side);
  }

  get snapshot(): Both<LevelSnapshot, QueueSnapshot> {
    const head = { kind: 'snapshot', sequence: this.sequence } as const;
    const [bids, asks] = [this.levels('bids'), this.levels('asks')];
    const orders = { bids: this.orders('bids'), asks: this.orders('asks') };
    return {
      levels: { ...head, bids, asks, checksum: levelChecksum(asks, bids) },
      queues: { ...head, ...orders, checksum: queueChecksum(orders.asks, orders.bids) },
    };
  }

  /** All since the frame before; a heartbeat when nothing was. */
  frame(): Both<LevelDelta, QueueDelta> {
    const { levels, queues } = this.snapshot;
    const head = { kind: 'delta', previous: this.#previous, sequence: this.sequence } as const;
    const touched = (side: BookSide): Level[] => {
      const now = new Map(this.levels(side));
      return [...this.#touched[side]].map((price) => [price, now.get(price) ?? 0]);
    };
    const { checksum } = levels;
    const delta = { ...head, bids: touched('bids'), asks: touched('asks'), checksum };
    const changes = this.#changes;
    this.#changes = [];
    this.#previous = this.sequence;
    this.#touched = { bids: new Set(), asks: new Set() };
    return { levels: delta, queues: { ...head, changes, checksum: queues.checksum } };
  }
}
