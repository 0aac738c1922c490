/**
 * The bytes of a request behind its header, with room before them: the header is written there
 * instead of the body being copied behind the header.
 */
export class RequestBody {
  readonly #whole: Buffer;
  #start: number;

  /** @param start where in `whole` the body begins; what is before it is free */
  constructor(whole: Buffer, start: number) {
    this.#whole = whole;
    this.#start = start;
  }

  /** With everything that has been put before it. */
  get bytes(): Buffer {
    return this.#whole.subarray(this.#start);
  }

  get length(): number {
    return this.#whole.length - this.#start;
  }

  /** False, and nothing done, where there is not enough room. */
  prepend(head: Buffer): boolean {
    if (head.length > this.#start) return false;
    this.#start -= head.length;
    head.copy(this.#whole, this.#start);
    return true;
  }
}
