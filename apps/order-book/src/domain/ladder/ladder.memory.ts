/** Ints of a cache line. */
const LINE = 16;
const AT_FIRST = 8_192;

const doubledUntil = (length: number, wanted: number): number =>
  length >= wanted ? length : doubledUntil(length * 2, wanted);

/**
 * The windows of many ladders in one block, so that a thousand quiet books touch a few lines of it
 * each, and no array object of their own.
 */
export class LadderMemory {
  /** Replaced by a larger array when a window does not fit. */
  ints = new Int32Array(AT_FIRST);
  private used = 0;
  /** Where windows were given back, by their length. */
  private readonly free = new Map<number, number[]>();

  /** @returns the place of so many ints in a row, all 0; begins a cache line */
  take(length: number): number {
    const given = this.free.get(length)?.pop();
    if (given !== undefined) {
      this.ints.fill(0, given, given + length);
      return given;
    }
    const at = this.used;
    this.used = Math.ceil((at + length) / LINE) * LINE;
    if (this.used > this.ints.length) {
      const larger = new Int32Array(doubledUntil(this.ints.length * 2, this.used));
      larger.set(this.ints);
      this.ints = larger;
    }
    return at;
  }

  give(at: number, length: number): void {
    const others = this.free.get(length);
    if (others === undefined) this.free.set(length, [at]);
    else others.push(at);
  }
}
