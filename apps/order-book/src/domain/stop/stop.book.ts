import { KeyedHeap } from '../timer/keyed.heap';
import { TrailingStops } from './trailing.stops';

/** The waiting stops of one side: plain ones by trigger, trailing ones by what they have seen. */
export class StopSide {
  readonly trailing: TrailingStops;
  private readonly sign: 1 | -1;
  /** Key: `−sign × trigger`, so the first to trigger is the lowest. */
  private readonly plain = new KeyedHeap();
  /** The lowest key; infinite without plain stops. Looked at after every command. */
  private nearest = Infinity;

  /** @param sign 1: sells, eligible when the price falls to the trigger; −1: buys. */
  constructor(sign: 1 | -1) {
    this.sign = sign;
    this.trailing = new TrailingStops(sign);
  }

  /** @returns a handle for `remove`. */
  add(slot: number, trigger: number, entry: number): number {
    const key = -this.sign * trigger;
    if (key < this.nearest) this.nearest = key;
    return this.plain.add(key, entry, slot);
  }

  remove(handle: number): void {
    this.plain.remove(handle);
    const first = this.plain.first();
    this.nearest = first === 0 ? Infinity : this.plain.keyOf(first);
  }

  /** Slot of the stop to activate first at this last price; 0: none is eligible (rule 7.3). */
  eligible(last: number): number {
    const trailing = this.trailing.isEmpty ? 0 : this.trailing.eligible(last);
    if (-this.sign * last < this.nearest) return trailing;
    const first = this.plain.first();
    if (trailing === 0) return this.plain.valueOf(first);
    const lead = this.trailing.nearest + this.nearest;
    const earlier = this.trailing.entryOf(trailing) < this.plain.orderOf(first);
    return lead > 0 || (lead === 0 && earlier) ? trailing : this.plain.valueOf(first);
  }
}
