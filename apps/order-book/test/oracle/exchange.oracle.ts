import { type Command, type Side } from '../../src/domain/command/command';
import { type RejectionCode } from '../../src/domain/report/rejection.registry';
import { type CancelReason } from '../../src/domain/report/report';
import { isForAuction, Matching } from './matching.oracle';
import { type Book, type Checks, checksOf, int, isCrossOnly, isIn } from './order.checks';
import { isSpecification, isStop, MAX, MAX_ACCOUNT, type Order } from './order.checks';

type Of<K extends Command['kind']> = Required<Extract<Command, { kind: K }>>;

/** Thrown by the first check that fails; nothing is changed before. */
class Refusal extends Error {}
/** Each check must hold for all that are given, else its code is the refusal. */
function need(...all: Checks[]) {
  for (const code of Object.keys(all[0] ?? {}) as RejectionCode[])
    if (!all.every((checks) => checks[code])) throw new Refusal(code);
}

/** What counts when a field is absent (rule 2.6). */
const ABSENT = {
  ...{ time: NaN, instrument: NaN, id: NaN, cancelId: NaN, quantity: NaN, account: 0, group: 0 },
  ...{ stp: 'none', tier: 0, postOnly: false, price: 0, trigger: 0, trail: 0, display: 0 },
  ...{ minQuantity: 0, protection: 0, budget: 0, expiresAt: 0, endsAt: 0, timeoutMs: 0 },
  ...{ tickSize: NaN, lotSize: NaN, maxPrice: NaN, maxQuantity: NaN, minNotional: 0, fees: [] },
  ...{ referencePrice: 0, staticBandBps: 0, dynamicBandBps: 0, limitStateMs: 0, pauseMs: 0 },
  ...{ maxIcebergParts: 100, amendKeepsPriority: true },
};
/** All fields of a command or a part of one; what should be a number and is none becomes NaN. */
function read<T>(input: unknown): Required<T> {
  const raw = Object(input) as Record<string, unknown>;
  const fields = Object.entries(ABSENT).map(([name, absent]) => {
    const value = raw[name] === undefined ? absent : raw[name];
    return [name, typeof absent === 'number' && typeof value !== 'number' ? NaN : value];
  });
  return { ...raw, ...Object.fromEntries(fields) } as Required<T>;
}

function newOrder(book: Book, terms: object): Order {
  const order = read<Order>(terms);
  const { type, quantity, timeInForce = type === 'market' ? 'ioc' : 'gtc' } = order;
  return { ...order, timeInForce, book, open: quantity, shown: 0, sibling: undefined };
}

/**
 * The exchange again, as slow and as plain as the rules read: here the commands, in Matching what
 * they bring about. It is written from RULES.md alone and says what the engine must say.
 */
export class Oracle extends Matching {
  private readonly books: Book[] = [];
  /** Whose refusal it would be. */
  private subject = { instrument: 0, id: 0 };

  /** Applies one command; returns what it reports. */
  execute(input: unknown) {
    const command = read<Command>(input);
    const { kind, time } = command;
    this.commands += 1;
    this.reports = [];
    this.subject = { instrument: 0, id: 0 };
    this.attempt(() => {
      need({ unknown_command: Object.keys(this.handlers).includes(kind) });
      need({ invalid_time: int(time, 0, MAX), time_reversed: time >= this.time });
      this.settle(kind === 'advance' ? time + 1 : time);
      this.time = time;
      this.handlers[kind](command as never);
    });
    this.settle(0);
    return this.reports;
  }

  /** Runs checks and what they allow, or reports a refusal (rule 2.7); returns which it was. */
  private attempt(act: () => void) {
    try {
      act();
      return true;
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      this.tell({ kind: 'rejected', ...this.subject, code: refusal.message as RejectionCode });
      return false;
    }
  }

  private readonly handlers: { [K in Command['kind']]: (command: Of<K>) => void } = {
    define_instrument: ({ instrument, state = 'trading', ...terms }) => {
      const spec = { ...terms, instrument, state };
      const isNew = !this.find(instrument);
      need({ instrument_exists: isNew, invalid_specification: isSpecification(spec) });
      this.books.push({ ...spec, auction: 'none', last: 0, trades: 0 });
      this.tell({ kind: 'defined', instrument });
    },

    set_reference: ({ instrument, price }) => {
      const book = this.bookOf(instrument);
      need({ invalid_price: int(price, 0, MAX), price_too_high: price <= book.maxPrice });
      book.referencePrice = price;
      this.tell({ kind: 'reference_set', instrument, price });
    },

    /** Rule 10.2. */
    set_state: ({ instrument, state, auction, endsAt }) => {
      const book = this.bookOf(instrument);
      const isAuction = state === 'auction';
      const kinds = isAuction ? ['opening', 'closing', 'reopening'] : [undefined];
      need({
        invalid_state: isIn(state, 'trading', 'halt', 'cancel_only', 'auction', 'closed'),
        invalid_auction: isIn(auction, ...kinds),
        invalid_ends_at: endsAt === 0 || (isAuction && int(endsAt, this.time + 1, MAX)),
        state_unchanged: state !== book.state,
        transition_not_allowed: book.state !== 'auction' || isIn(state, 'trading', 'closed'),
      });
      this.changeState(book, state, 'requested', { auction: auction ?? 'none', endsAt });
    },

    /** Rule 10.9. */
    indicate: ({ instrument }) => {
      const book = this.bookOf(instrument);
      need({ not_in_auction: book.state === 'auction' });
      this.tell({ kind: 'indicated', ...this.crossOf(book) });
    },

    /** Rules 4 and 10.4. */
    place: (asked) => {
      const order = newOrder(this.bookOf(asked.instrument, asked.id), asked);
      const { party, limit, stop, terms, room, market } = checksOf(order, this);
      need({ ...party, ...limit, ...stop, ...terms, ...room, ...market });
      this.accept(order);
      const { type, side, book } = order;
      if (isCrossOnly(order) && type === 'market') order.price = side === 'buy' ? book.maxPrice : 1;
      if (isStop(order)) this.move(order, 'stops');
      else if (isCrossOnly(order) && !isForAuction(order)) this.move(order, 'parked');
      else this.take(order);
    },

    /** Rule 7.5. */
    place_oco: ({ instrument, account, group, side, quantity, stp, tier, ...legs }) => {
      const { id, price } = read<Order>(legs.limit);
      const { id: stopId, price: stopPrice, trigger } = read<Order>(legs.stop);
      const book = this.bookOf(instrument, id);
      const both = { instrument, account, group, side, quantity, stp, tier };
      const type = stopPrice === 0 ? 'stop' : 'stop_limit';
      const limit = newOrder(book, { ...both, id, price, type: 'limit', postOnly: true });
      const stop = newOrder(book, { ...both, id: stopId, price: stopPrice, trigger, type });
      [limit.sibling, stop.sibling] = [stop, limit];
      const [one, other] = [checksOf(limit, this), checksOf(stop, this)];
      need(one.party, other.party);
      need({ ...one.limit, ...other.stop });
      need(other.limit);
      need(one.terms, other.terms);
      need(one.room, other.room);
      need(one.market, other.market);
      this.accept(limit);
      this.accept(stop);
      this.move(stop, 'stops');
      this.rest(limit);
    },

    /** Rules 6.4 … 6.6. */
    amend: ({ instrument, id, price, quantity }) => {
      const book = this.bookOf(instrument, id);
      const asked = { instrument, id, price, quantity };
      const plain = checksOf(newOrder(book, { ...asked, side: 'buy', type: 'limit' }), this);
      need({ ...plain.party, ...plain.limit, ...plain.terms });
      const order = this.orderOf(book, id);
      const { side, place, sibling, price: oldPrice, open: oldQuantity } = order;
      need({ order_not_amendable: place === side && !sibling && !isCrossOnly(order) });
      need(checksOf({ ...order, price, quantity }, this).market);
      const kept = book.amendKeepsPriority && price === oldPrice && quantity <= oldQuantity;
      const shown = kept ? Math.min(order.shown, quantity) : 0;
      Object.assign(order, { price, open: quantity, shown });
      this.tell({ kind: 'replaced', ...asked, side, shown, kept, oldPrice, oldQuantity });
      if (kept) return;
      order.minQuantity = 0;
      this.move(order);
      this.take(order);
    },

    /** Rule 6.7. */
    cancel: ({ instrument, id }) => this.cancel(instrument, id, 'requested'),

    /** Rule 6.9. */
    replace: ({ mode, cancelId, order }) => {
      const terms = read<Of<'place'>>(order);
      this.bookOf(terms.instrument, terms.id);
      need({ invalid_replace_mode: isIn(mode, 'stop_on_failure', 'allow_failure') });
      const isDone = this.attempt(() => this.cancel(terms.instrument, cancelId, 'replaced'));
      if (isDone || mode === 'allow_failure') this.handlers.place(terms);
    },

    /** Rule 6.8. */
    mass_cancel: ({ instrument, account, side }) => {
      if (instrument !== 0) this.bookOf(instrument);
      const isSide = isIn(side, undefined, 'buy', 'sell');
      need({ invalid_account: int(account, 0, MAX_ACCOUNT), invalid_side: isSide });
      this.cancelAll('mass_cancel', account, instrument, side);
    },

    /** Rule 6.10. */
    set_dead_man: ({ account, timeoutMs }) => {
      const isTimeout = int(timeoutMs, 0, MAX - this.time);
      need({ invalid_account: int(account, 0, MAX_ACCOUNT), invalid_timeout: isTimeout });
      const dueAt = timeoutMs === 0 ? 0 : this.time + timeoutMs;
      this.setTimer(account, dueAt, () => this.cancelAll('dead_man', account));
      this.tell({ kind: 'dead_man_set', instrument: 0, account, dueAt });
    },

    advance: () => this.tell({ kind: 'advanced', instrument: 0 }),
  };

  private find(instrument: number, id = 0): Book | undefined {
    const isNumber = int(instrument, 1, 65_535);
    this.subject = { instrument: isNumber ? instrument : 0, id: int(id, 1, MAX) ? id : 0 };
    need({ invalid_instrument: isNumber });
    return this.books.find((book) => book.instrument === instrument);
  }

  /** The instrument of a command (rule 2.6). */
  private bookOf(instrument: number, id?: number): Book {
    const book = this.find(instrument, id);
    need({ unknown_instrument: book !== undefined });
    return book as Book;
  }

  private orderOf(book: Book, id: number): Order {
    const found = this.orders.find((order) => order.book === book && order.id === id);
    need({ invalid_order_id: int(id, 1, MAX), unknown_order: found !== undefined });
    return found as Order;
  }

  private accept(order: Order) {
    const { instrument, id, side, price, quantity, account, trail, book } = order;
    const trigger = order.trigger || trail;
    this.tell({ kind: 'accepted', instrument, id, side, price, quantity, account, trigger });
    const isLive = () => this.orders.includes(order);
    this.setTimer(order, order.expiresAt, () => isLive() && this.end(order, 'expired'));
    if (trail > 0) order.trigger = book.last + (side === 'buy' ? trail : -trail);
  }

  private cancel(instrument: number, id: number, reason: CancelReason) {
    this.end(this.orderOf(this.bookOf(instrument, id), id), reason);
  }

  private cancelAll(reason: CancelReason, account: number, instrument = 0, side?: Side) {
    const before = this.orders.length;
    const places = ['buy', 'sell', 'stops', 'parked'] as const;
    const orders = this.books
      .toSorted((a, b) => a.instrument - b.instrument)
      .flatMap((book) => places.flatMap((place) => this.at(book, place)))
      .filter((order) => order.account === account && isIn(instrument, 0, order.instrument))
      .filter((order) => isIn(side, undefined, order.side));
    for (const order of orders) if (this.orders.includes(order)) this.end(order, reason);
    this.tell({ kind: 'mass_cancelled', instrument, account, count: before - this.orders.length });
  }
}
