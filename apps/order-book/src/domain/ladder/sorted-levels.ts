/**
 * Levels of a book whose prices are too far apart for a window: their keys in one sorted array,
 * worst first, because most levels come and go near the best and then little has to move.
 * Finding is a binary search; a new level in the middle moves the better ones' keys.
 */
export class SortedLevels {
  private keys = new Float64Array(64);
  private places = new Int32Array(64);
  private count = 0;
  private readonly emptied: number[] = [];
  private untouched = 0;

  /** The place of the level with this key, or −1. The best level has the lowest key. */
  find(key: number): number {
    const at = this.search(key);
    return at < this.count && this.keys[at] === key ? this.places[at]! : -1;
  }

  /** A place for a level that is not there yet. */
  insert(key: number): number {
    if (this.count === this.keys.length) this.grow();
    const at = this.search(key);
    this.keys.copyWithin(at + 1, at, this.count);
    this.places.copyWithin(at + 1, at, this.count);
    const place = this.emptied.pop() ?? this.untouched++;
    this.keys[at] = key;
    this.places[at] = place;
    this.count += 1;
    return place;
  }

  remove(key: number): void {
    const at = this.search(key);
    this.emptied.push(this.places[at]!);
    this.keys.copyWithin(at, at + 1, this.count);
    this.places.copyWithin(at, at + 1, this.count);
    this.count -= 1;
  }

  /** The best level's place, or −1. */
  best(): number {
    return this.count === 0 ? -1 : this.places[this.count - 1]!;
  }

  /** The place of the best level that is worse than `key`, or −1. */
  worseThan(key: number): number {
    const at = this.search(key) - 1;
    return at < 0 ? -1 : this.places[at]!;
  }

  /** Most places that were ever in use at once. */
  get extent(): number {
    return this.untouched;
  }

  /** Index of the first key that is ≤ `key`: keys descend. */
  private search(key: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.keys[middle]! > key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private grow(): void {
    const keys = new Float64Array(this.keys.length * 2);
    keys.set(this.keys);
    this.keys = keys;
    const places = new Int32Array(keys.length);
    places.set(this.places);
    this.places = places;
  }
}
