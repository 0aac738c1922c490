import { alignedDoubles, intsOf } from '../memory/cache-lines';

/** Ints of a cache line. */
const LINE = 16;
const AT_FIRST = 8_192;

const doubledUntil = (length: number, wanted: number): number =>
  length >= wanted ? length : doubledUntil(length * 2, wanted);

/**
 * The levels of many ladders in one block, so that a thousand quiet books touch a few lines of it
 * each, and no array object of their own.
 */
export class LadderMemory {
  /** Replaced by larger arrays of the same memory when something does not fit. */
  doubles = alignedDoubles(AT_FIRST / 2);
  ints = intsOf(this.doubles);
  /** The first line is nobody's: all its ints stay 0. */
  private used = LINE;
  /** Where pieces were given back, by their length. */
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
      const larger = alignedDoubles(doubledUntil(this.ints.length * 2, this.used) / 2);
      larger.set(this.doubles);
      this.doubles = larger;
      this.ints = intsOf(larger);
    }
    return at;
  }

  give(at: number, length: number): void {
    const others = this.free.get(length);
    if (others === undefined) this.free.set(length, [at]);
    else others.push(at);
  }
}
