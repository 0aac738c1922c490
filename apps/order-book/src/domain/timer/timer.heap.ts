import { KeyedHeap } from './keyed.heap';

/** What a timer is for; its subject is an order's slot, an account or an instrument. */
export const TIMER_KIND = { order: 0, deadMan: 1, auction: 2, limitState: 3 } as const;
export type TimerKind = (typeof TIMER_KIND)[keyof typeof TIMER_KIND];

export interface DueTimer {
  kind: TimerKind;
  subject: number;
  due: number;
}

/** Timers by due time, then by the order in which they were set (rule 2.2). */
export class TimerHeap {
  private readonly heap = new KeyedHeap();
  /** Timers set so far. */
  issued = 0;
  /** Due time of the first timer; infinite without any. */
  next = Infinity;

  /** @returns a handle for `cancel`. @param due ms since 1970. */
  set(kind: TimerKind, subject: number, due: number): number {
    return this.restore(kind, subject, due, ++this.issued);
  }

  /** Sets a timer with the number that it had. */
  restore(kind: TimerKind, subject: number, due: number, number: number): number {
    const handle = this.heap.add(due, number, subject * 4 + kind);
    this.next = this.heap.keyOf(this.heap.first());
    return handle;
  }

  cancel(handle: number): void {
    this.heap.remove(handle);
    const first = this.heap.first();
    this.next = first === 0 ? Infinity : this.heap.keyOf(first);
  }

  /** Takes out the first timer; there must be one. */
  pop(): DueTimer {
    const handle = this.heap.first();
    const value = this.heap.valueOf(handle);
    const due = this.heap.keyOf(handle);
    this.cancel(handle);
    return { kind: (value % 4) as TimerKind, subject: Math.floor(value / 4), due };
  }

  dueOf(handle: number): number {
    return this.heap.keyOf(handle);
  }

  numberOf(handle: number): number {
    return this.heap.orderOf(handle);
  }
}
