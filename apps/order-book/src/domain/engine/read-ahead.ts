import { AMEND, CANCEL, COMMAND_WORDS, RECORD } from '../command/command.layout';
import { INTS, NEXT, PREVIOUS } from '../order/order.layout';
import { applyRecord } from './dispatch';
import { type Exchange } from './exchange';

/** Commands that are looked through together: their misses overlap. */
export const AT_ONCE = 16;
/** Live orders from which on their records do not all stay in a core's cache (1 MB). */
export const MANY = 16_384;

/**
 * Touches the orders that the commands ahead will cancel or amend, and their neighbours in the
 * queue. With many orders each of these steps waits for memory, and each needs the one before;
 * done for a group of commands step by step, they wait side by side. It changes nothing.
 */
export class ReadAhead {
  private readonly slots = new Int32Array(AT_ONCE);
  /** What was read, so that no compiler leaves the reading out. */
  private readonly seen = new Int32Array(1);

  /** Applies the encoded commands from word `first` up to `end`, each group touched before. */
  apply(exchange: Exchange, words: Float64Array, first: number, end: number): void {
    for (let at = first; at < end;) {
      const groupEnd = Math.min(end, at + AT_ONCE * COMMAND_WORDS);
      this.touch(exchange, words, at, groupEnd);
      for (; at < groupEnd; at += COMMAND_WORDS) applyRecord(exchange, words, at);
    }
  }

  /** @param first word of the first command. @param end at most AT_ONCE commands after it. */
  touch(exchange: Exchange, words: Float64Array, first: number, end: number): void {
    const { slots } = this;
    const { ints } = exchange.orders;
    const found = this.findOrders(exchange, words, first, end);
    let seen = 0;
    for (let at = 0; at < found; at += 1) seen ^= ints[slots[at]! * INTS + NEXT]!;
    for (let at = 0; at < found; at += 1) {
      const own = slots[at]! * INTS;
      seen ^= ints[ints[own + NEXT]! * INTS]! ^ ints[ints[own + PREVIOUS]! * INTS]!;
    }
    this.seen[0] = seen;
  }

  /** Fills `slots`; returns how many. An id that is unknown, or none, reads as slot 0. */
  private findOrders(exchange: Exchange, words: Float64Array, first: number, end: number): number {
    let found = 0;
    for (let at = first; at < end; at += COMMAND_WORDS) {
      const kind = words[at + RECORD.head]! & 15;
      if (kind !== CANCEL && kind !== AMEND) continue;
      const id = words[at + RECORD.id]!;
      this.slots[found] = id >= 1 ? exchange.index.get(id) : 0;
      found += 1;
    }
    return found;
  }
}
