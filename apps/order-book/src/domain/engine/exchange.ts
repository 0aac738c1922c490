import { type Book } from '../book/book';
import { PriceLadders } from '../ladder/price.ladder';
import { OrderIndex } from '../order/order.index';
import { OrderPool } from '../order/order.pool';
import { RareTermsPool } from '../order/rare-terms.pool';
import { type Reporter } from '../report/reporter';
import { TimerHeap } from '../timer/timer.heap';

/** Everything that a snapshot holds: all instruments and their orders. */
export class Exchange {
  readonly reporter: Reporter;
  readonly maxOrders: number;
  readonly orders = new OrderPool(1_024);
  readonly ladders = new PriceLadders(this.orders);
  readonly rare = new RareTermsPool();
  readonly index = new OrderIndex();
  readonly timers = new TimerHeap();
  /** By instrument number; 0 is nobody. */
  readonly books: (Book | undefined)[] = [];
  /** Defined instruments, ascending. */
  readonly numbers: number[] = [];
  /** Handles of the accounts' dead-man timers. */
  readonly deadMen = new Map<number, number>();

  constructor(reporter: Reporter, maxOrders: number) {
    this.reporter = reporter;
    this.maxOrders = maxOrders;
  }

  addBook(book: Book): void {
    const at = this.numbers.findIndex((number) => number > book.number);
    this.numbers.splice(at < 0 ? this.numbers.length : at, 0, book.number);
    while (this.books.length <= book.number) this.books.push(undefined);
    this.books[book.number] = book;
  }
}
