type Snapshot = { readonly sequence: number };
type Delta = { readonly previous: number; readonly sequence: number };

/** A book that a feed can keep; both answers say whether the checksum was met. */
type KeptBook<S extends Snapshot, D extends Delta> = {
  load(snapshot: S): boolean;
  apply(delta: D): boolean;
};

/** Frames kept while one before them is missing; beyond it only a snapshot helps. */
export const FRAMES_KEPT = 1_000;

/**
 * Keeps a client's book right over a channel that drops, doubles and reorders frames.
 *
 *     waiting ──snapshot──> live ──frame before is missing──> gapped ──it comes, or a snapshot──>
 * live
 *        ^──────────────────checksum not met─────────────────────┘
 *
 * A delta is applied when it begins at or before the book's sequence and ends after it; one that
 * ends earlier is a duplicate; one that begins later is kept until what lies between has come. A
 * heartbeat (begins where it ends) carries nothing, but shows that the last frame was lost. The
 * caller asks for a snapshot while `needsSnapshot`, at once or after a moment's patience: a
 * snapshot
 * that is older than the book is ignored.
 */
export class BookFeed<S extends Snapshot, D extends Delta> {
  readonly #book: KeptBook<S, D>;
  readonly #kept = new Map<number, D>();
  #sequence = -1;
  #latest = -1;
  #faults = 0;

  constructor(book: KeptBook<S, D>) {
    this.#book = book;
  }

  /** The engine's sequence that the book is at; -1 while there is no book. */
  get sequence(): number {
    return this.#sequence;
  }

  /** True while there is no book, or frames up to the latest one heard of are missing. */
  get needsSnapshot(): boolean {
    return this.#sequence < this.#latest || this.#sequence < 0;
  }

  /** How often a checksum was not met. */
  get faults(): number {
    return this.#faults;
  }

  onSnapshot(snapshot: S): void {
    if (snapshot.sequence < this.#sequence) return;
    if (this.#met(this.#book.load(snapshot))) {
      this.#sequence = snapshot.sequence;
      this.#drain();
    }
  }

  onDelta(delta: D): void {
    this.#latest = Math.max(this.#latest, delta.sequence);
    if (delta.previous === delta.sequence) {
      if (delta.sequence === this.#sequence) this.#met(this.#book.apply(delta));
      return;
    }
    if (delta.sequence <= this.#sequence) return;
    this.#kept.set(delta.previous, delta);
    this.#drain();
    // The oldest go: the book waits for a snapshot anyhow, and that will be newer than they are.
    for (const previous of this.#kept.keys()) {
      if (this.#kept.size <= FRAMES_KEPT) break;
      this.#kept.delete(previous);
    }
  }

  /** Applies what follows the book's sequence without a gap. */
  #drain(): void {
    if (this.#sequence < 0) return;
    for (let next = this.#next(); next; next = this.#next()) {
      this.#kept.delete(next.previous);
      if (!this.#met(this.#book.apply(next))) return;
      this.#sequence = next.sequence;
    }
    for (const [previous, { sequence }] of this.#kept) {
      if (sequence <= this.#sequence) this.#kept.delete(previous);
    }
  }

  #next(): D | undefined {
    const exact = this.#kept.get(this.#sequence);
    if (exact) return exact;
    for (const delta of this.#kept.values()) {
      if (delta.previous <= this.#sequence && delta.sequence > this.#sequence) return delta;
    }
    return undefined;
  }

  #met(checksumMet: boolean): boolean {
    if (checksumMet) return true;
    this.#faults += 1;
    this.#sequence = -1;
    return false;
  }
}
