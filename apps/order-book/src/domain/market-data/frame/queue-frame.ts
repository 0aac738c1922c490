import type { BookSide } from './book-side';

/** One resting order: price in ticks, visible quantity in lots. */
export type QueuedOrder = {
  readonly id: number;
  readonly price: number;
  readonly quantity: number;
};

/**
 * One order's change. `add` joins the back of its price; `resize` shows another quantity in
 * its place; `remove` leaves. An iceberg's refill is a `remove` and an `add`: it has lost its
 * place.
 */
export type QueueChange =
  | {
      readonly op: 'add';
      readonly sequence: number;
      readonly side: BookSide;
      readonly id: number;
      readonly price: number;
      readonly quantity: number;
    }
  | {
      readonly op: 'resize';
      readonly sequence: number;
      readonly id: number;
      readonly quantity: number;
    }
  | { readonly op: 'remove'; readonly sequence: number; readonly id: number };

/** Level 3 at one moment: every visible order, best price first and in priority within a price. */
export type QueueSnapshot = {
  readonly kind: 'snapshot';
  /** The engine's sequence of the last report that is in. */
  readonly sequence: number;
  readonly bids: readonly QueuedOrder[];
  readonly asks: readonly QueuedOrder[];
  /** See `queueChecksum`. */
  readonly checksum: number;
};

/** Level 3 since the frame before, each change with the engine's own sequence. */
export type QueueDelta = {
  readonly kind: 'delta';
  /** The sequence of the frame before; equal to `sequence` in a heartbeat. */
  readonly previous: number;
  readonly sequence: number;
  readonly changes: readonly QueueChange[];
  readonly checksum: number;
};
