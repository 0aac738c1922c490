const PAGE_BITS = 10;
const PAGE = 1 << PAGE_BITS;
/** Ids above are looked up in the sparse table. */
const LARGEST_DIRECT = 2 ** 31 - PAGE;
/** Pages that may always be open, and how thinly further ones may be filled. */
const FREE_PAGES = 4_096;
const THINNEST = 16;

/**
 * From an order's id to its slot. Ids that are near each other, as those of a counter, share pages
 * that are addressed directly; a page without orders is given back. Scattered or huge ids go to a
 * hash table, so that they cannot open a page each.
 */
export class OrderIndex {
  /** Page 0 is the page of nobody: all its cells stay 0. */
  private cells = new Int32Array(PAGE * 16);
  /** From an id's page to where its cells begin. */
  private directory = new Int32Array(1_024);
  /** Orders in the page whose cells begin at `place << PAGE_BITS`. */
  private population = new Int32Array(16);
  private readonly emptied: number[] = [];
  private opened = 1;
  private direct = 0;
  private readonly sparse = new Map<number, number>();

  /** The order's slot, or 0. @param id an integer from 1 to 2^53 − 1. */
  get(id: number): number {
    if (id < LARGEST_DIRECT) {
      const page = id >> PAGE_BITS;
      if (page < this.directory.length) {
        const slot = this.cells[this.directory[page]! + (id & (PAGE - 1))]!;
        if (slot !== 0) return slot;
      }
    }
    return this.sparse.size === 0 ? 0 : (this.sparse.get(id) ?? 0);
  }

  /** The id must not be in the index. */
  add(id: number, slot: number): void {
    if (id < LARGEST_DIRECT) {
      const page = id >> PAGE_BITS;
      if (page >= this.directory.length) this.widen(page);
      let begin = this.directory[page]!;
      if (begin === 0) begin = this.open(page);
      if (begin !== 0) {
        this.cells[begin + (id & (PAGE - 1))] = slot;
        this.population[begin >> PAGE_BITS]! += 1;
        this.direct += 1;
        return;
      }
    }
    this.sparse.set(id, slot);
  }

  /** The id must be in the index. */
  remove(id: number): void {
    if (id < LARGEST_DIRECT) {
      const page = id >> PAGE_BITS;
      const begin = this.directory[page]!;
      const cell = begin + (id & (PAGE - 1));
      if (this.cells[cell] !== 0) {
        this.cells[cell] = 0;
        this.direct -= 1;
        if (--this.population[begin >> PAGE_BITS]! === 0) this.close(page, begin);
        return;
      }
    }
    this.sparse.delete(id);
  }

  /** A page for the ids around; 0 if orders are too few for so many pages. */
  private open(page: number): number {
    const inUse = this.opened - this.emptied.length;
    if (inUse > FREE_PAGES && (inUse - FREE_PAGES) * PAGE > this.direct * THINNEST) return 0;
    const begin = this.emptied.pop() ?? this.opened++ << PAGE_BITS;
    if (begin === this.cells.length) this.grow();
    this.directory[page] = begin;
    return begin;
  }

  private close(page: number, begin: number): void {
    this.directory[page] = 0;
    this.emptied.push(begin);
  }

  private grow(): void {
    const cells = new Int32Array(this.cells.length * 2);
    cells.set(this.cells);
    this.cells = cells;
    const population = new Int32Array(this.population.length * 2);
    population.set(this.population);
    this.population = population;
  }

  private widen(page: number): void {
    const directory = new Int32Array(2 ** Math.ceil(Math.log2(page + 1)));
    directory.set(this.directory);
    this.directory = directory;
  }
}
