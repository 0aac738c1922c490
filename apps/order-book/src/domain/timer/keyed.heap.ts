/**
 * A binary heap of numbers, each under a key and, for equal keys, an order; an entry can be taken
 * out by its handle. Serves timers (key: due time) and stops (key: trigger price).
 */
export class KeyedHeap {
  private keys = new Float64Array(16);
  private orders = new Float64Array(16);
  private values = new Float64Array(16);
  /** Handles in heap order; handles begin at 1. */
  private heap = new Int32Array(16);
  private positions = new Int32Array(16);
  private readonly freed: number[] = [];
  private untouched = 1;
  size = 0;

  /** @returns a handle for `remove`, valid until the entry is taken out. */
  add(key: number, order: number, value: number): number {
    const handle = this.freed.pop() ?? this.untouched++;
    if (handle === this.keys.length) this.grow();
    this.keys[handle] = key;
    this.orders[handle] = order;
    this.values[handle] = value;
    this.size += 1;
    this.rise(this.size - 1, handle);
    return handle;
  }

  remove(handle: number): void {
    const position = this.positions[handle]!;
    this.freed.push(handle);
    this.size -= 1;
    const moved = this.heap[this.size]!;
    if (moved === handle) return;
    this.rise(position, moved);
    this.sink(this.positions[moved]!, moved);
  }

  /** Handle of the lowest entry; 0 if there is none. */
  first(): number {
    return this.size === 0 ? 0 : this.heap[0]!;
  }

  /** All handles, in no particular order. */
  handles(): Int32Array {
    return this.heap.subarray(0, this.size);
  }

  keyOf(handle: number): number {
    return this.keys[handle]!;
  }

  orderOf(handle: number): number {
    return this.orders[handle]!;
  }

  valueOf(handle: number): number {
    return this.values[handle]!;
  }

  private before(one: number, other: number): boolean {
    const key = this.keys[one]!;
    const than = this.keys[other]!;
    return key < than || (key === than && this.orders[one]! < this.orders[other]!);
  }

  private put(position: number, handle: number): void {
    this.heap[position] = handle;
    this.positions[handle] = position;
  }

  private rise(from: number, handle: number): void {
    let position = from;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      const above = this.heap[parent]!;
      if (!this.before(handle, above)) break;
      this.put(position, above);
      position = parent;
    }
    this.put(position, handle);
  }

  private sink(from: number, handle: number): void {
    let position = from;
    for (;;) {
      let child = 2 * position + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && this.before(this.heap[child + 1]!, this.heap[child]!))
        child += 1;
      const below = this.heap[child]!;
      if (!this.before(below, handle)) break;
      this.put(position, below);
      position = child;
    }
    this.put(position, handle);
  }

  private grow(): void {
    const length = this.keys.length * 2;
    this.keys = copied(this.keys, new Float64Array(length));
    this.orders = copied(this.orders, new Float64Array(length));
    this.values = copied(this.values, new Float64Array(length));
    this.heap = copied(this.heap, new Int32Array(length));
    this.positions = copied(this.positions, new Int32Array(length));
  }
}

const copied = <T extends Float64Array | Int32Array>(from: T, into: T): T => {
  into.set(from);
  return into;
};
