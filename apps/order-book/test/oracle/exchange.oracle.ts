import { type Command } from '../../src/domain/command/command';
import { type CancelReason, type Report } from '../../src/domain/report/report';
import * as check from './command.checks';
import { bookOf, filled, int, MAX, need, reaches, setTimer, stopTimer } from './exchange.world';
import { type Book, type Order, tell, unlessRefused, type World } from './exchange.world';
import { changeState, crossOf, end, endSibling, isForAuction } from './matching.rules';
import { lift, rest, takerPhase } from './matching.rules';

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>;

const HANDLERS: { [K in Command['kind']]: (world: World, command: Of<K>) => void } = {
  ...{ define_instrument: define, set_reference: setReference, set_state: setState, indicate },
  ...{ place, place_oco: placeOco, amend, replace, mass_cancel: massCancel },
  ...{ set_dead_man: setDeadMan },
  cancel: (world, { instrument, id }) => cancel(world, instrument, id, 'requested'),
  advance: (world) => tell(world, 0, { kind: 'advanced' }),
};

/**
 * The exchange again, as slow and as plain as the rules read: sorted arrays, every question asked
 * anew. It is written from RULES.md alone and says what the engine must say.
 */
export class Oracle {
  readonly world: World;

  constructor(maxOrders = 2 ** 24) {
    const zeroes = { time: 0, commands: 0, sequence: 0, maxOrders };
    const empty = { books: new Map(), live: new Map(), timers: [], reports: [] };
    this.world = { ...zeroes, ...empty, subject: [0, 0] };
  }

  /** Applies one command; returns what it reports. */
  execute(input: unknown): Report[] {
    const { world } = this;
    const command = Object(input) as Command;
    const { kind, time } = command;
    world.commands += 1;
    Object.assign(world, { reports: [], subject: [0, 0] });
    unlessRefused(world, () => {
      need(Object.keys(HANDLERS).includes(kind), 'unknown_command');
      need(int(time, 0, MAX), 'invalid_time');
      need(time >= world.time, 'time_reversed');
      fireTimers(world, kind === 'advance' ? time + 1 : time);
      world.time = time;
      (HANDLERS[kind] as (world: World, command: Command) => void)(world, command);
    });
    triggerStops(world);
    return world.reports;
  }
}

/** Rules 2.2 and 2.3: every timer that is due before `until`, those that are set meanwhile, too. */
function fireTimers(world: World, until: number): void {
  for (;;) {
    const due = world.timers.filter((timer) => timer.due < until);
    const next = due.sort((a, b) => a.due - b.due)[0];
    if (next === undefined) return;
    stopTimer(world, next.of);
    world.time = next.due;
    next.fire();
    triggerStops(world);
  }
}

const triggerOf = ({ type, side, trigger, peak, trail }: Order) =>
  type === 'trailing_stop' ? peak + (side === 'buy' ? trail : -trail) : trigger;

/** Rule 7.3: one stop after the other, until none is eligible in an instrument that trades. */
function triggerStops(world: World): void {
  for (const book of world.books.values())
    for (let stop; (stop = nextStop(book)) !== undefined;) activate(world, stop);
}

function nextStop({ last, state, stops }: Book): Order | undefined {
  if (last === 0 || (state !== 'trading' && state !== 'limit')) return undefined;
  const eligible = stops.filter((stop) => reaches(stop.side, last, triggerOf(stop)));
  const buys = eligible.filter(({ side }) => side === 'buy');
  const sells = eligible.filter(({ side }) => side === 'sell');
  buys.sort((a, b) => triggerOf(a) - triggerOf(b));
  sells.sort((a, b) => triggerOf(b) - triggerOf(a));
  return buys[0] ?? sells[0];
}

function activate(world: World, stop: Order): void {
  const { id, side, open, instrument, book } = stop;
  const trigger = triggerOf(stop);
  lift(stop);
  tell(world, instrument, { kind: 'triggered', id, side, trigger, lastPrice: book.last, open });
  endSibling(stop);
  if (stop.postOnly && check.wouldTake(stop)) end(stop, 'post_only_would_take');
  else takerPhase(stop);
}

const SPECIFICATION = {
  ...{ minQuantity: 0, minNotional: 0, referencePrice: 0, staticBandBps: 0, dynamicBandBps: 0 },
  ...{ limitStateMs: 0, pauseMs: 0, maxIcebergParts: 100, amendKeepsPriority: true },
  ...{ state: 'trading', fees: [] },
};

/** Rule 3. */
function define(world: World, command: Of<'define_instrument'>): void {
  const spec = filled<Book['spec']>(SPECIFICATION, command);
  const { instrument, state } = spec;
  world.subject = [instrument, 0];
  need(int(instrument, 1, 65_535), 'invalid_instrument');
  need(!world.books.has(instrument), 'instrument_exists');
  check.checkSpecification(spec);
  const empty = { last: 0, trades: 0, buy: [], sell: [], stops: [], parked: [] };
  world.books.set(instrument, { world, spec, state, auction: 'none', ...empty });
  tell(world, instrument, { kind: 'defined' });
}

function setReference(world: World, { instrument, price = 0 }: Of<'set_reference'>): void {
  const book = bookOf(world, instrument);
  check.checkPrice(book, price, 0);
  book.spec.referencePrice = price;
  tell(world, instrument, { kind: 'reference_set', price });
}

function setState(world: World, command: Of<'set_state'>): void {
  const { instrument, state, auction = 'none', endsAt = 0 } = command;
  const book = bookOf(world, instrument);
  check.checkSetState(book, command);
  changeState(book, state, 'requested', auction, endsAt);
}

/** Rule 10.9. */
function indicate(world: World, { instrument }: Of<'indicate'>): void {
  const book = bookOf(world, instrument);
  need(book.state === 'auction', 'not_in_auction');
  tell(world, instrument, { kind: 'indicated', ...crossOf(book) });
}

const TERMS = {
  ...{ account: 0, group: 0, price: 0, trigger: 0, trail: 0, display: 0, minQuantity: 0, tier: 0 },
  ...{ protection: 0, budget: 0, expiresAt: 0, postOnly: false, stp: 'none' },
};

function complete(book: Book, terms: object): Order {
  const timeInForce = (terms as Order).type === 'market' ? 'ioc' : 'gtc';
  const order = filled<Order>({ ...TERMS, timeInForce }, terms);
  return { ...order, book, open: order.quantity, shown: 0, peak: book.last, sibling: undefined };
}

/** Rule 4. */
function place(world: World, terms: object): void {
  const { instrument, id } = terms as Order;
  const book = bookOf(world, instrument, id);
  const order = complete(book, terms);
  const { type, side } = order;
  check.checkPlace(order);
  accept(order);
  if (check.isCrossOnly(order)) {
    if (type === 'market') order.price = side === 'buy' ? book.spec.maxPrice : 1;
    if (isForAuction(order)) rest(order);
    else book.parked.push(order);
  } else if (type !== 'limit' && type !== 'market') book.stops.push(order);
  else enter(order);
}

function enter(order: Order): void {
  if (order.book.state === 'auction') rest(order);
  else takerPhase(order);
}

function accept(order: Order): void {
  const { id, side, price, quantity, account, book } = order;
  const trigger = order.trigger || order.trail;
  const { world } = book;
  world.live.set(id, order);
  tell(world, order.instrument, { kind: 'accepted', id, side, price, quantity, account, trigger });
  setTimer(world, order, order.expiresAt, () => end(order, 'expired'));
}

/** Rule 7.5. */
function placeOco(world: World, command: Of<'place_oco'>): void {
  const { instrument, account, group, side, quantity, stp, tier } = command;
  const both = { instrument, account, group, side, quantity, stp, tier };
  const { id, price } = Object(command.limit) as Of<'place_oco'>['limit'];
  const { id: stopId, trigger, price: then } = Object(command.stop) as Of<'place_oco'>['stop'];
  const type = (then ?? 0) === 0 ? 'stop' : 'stop_limit';
  const book = bookOf(world, instrument, id);
  const limit = complete(book, { ...both, id, price, type: 'limit', postOnly: true });
  const stop = complete(book, { ...both, id: stopId, price: then, trigger, type });
  check.checkOco(limit, stop);
  accept(limit);
  accept(stop);
  book.stops.push(stop);
  rest(limit);
  limit.sibling = stop;
  stop.sibling = limit;
}

/** Rules 6.4 … 6.6. */
function amend(world: World, command: Of<'amend'>): void {
  const { instrument, id, price = 0, quantity } = command;
  const book = bookOf(world, instrument, id);
  const order = check.checkAmend(book, { ...command, price });
  const { side, price: oldPrice, open: oldQuantity } = order;
  const kept = book.spec.amendKeepsPriority && price === oldPrice && quantity <= oldQuantity;
  if (!kept) lift(order);
  Object.assign(order, { price, open: quantity, shown: Math.min(order.shown, quantity) });
  const replaced = { id, side, price, quantity, shown: kept ? order.shown : 0, kept };
  tell(world, instrument, { kind: 'replaced', ...replaced, oldPrice, oldQuantity });
  if (kept) return;
  order.minQuantity = 0;
  enter(order);
}

/** Rule 6.7. */
function cancel(world: World, instrument: number, id: number, reason: CancelReason): void {
  const book = bookOf(world, instrument, id);
  check.checkId(id);
  const order = world.live.get(id);
  need(order?.book === book, 'unknown_order');
  end(order, reason);
}

/** Rule 6.9. */
function replace(world: World, { mode, cancelId, order: terms }: Of<'replace'>): void {
  const order = Object(terms) as Order;
  const { instrument, id } = order;
  bookOf(world, instrument, id);
  need(mode === 'stop_on_failure' || mode === 'allow_failure', 'invalid_replace_mode');
  const isDone = unlessRefused(world, () => {
    cancel(world, instrument, cancelId, 'replaced');
  });
  if (isDone || mode === 'allow_failure') place(world, order);
}

/** Rule 6.8. */
function massCancel(world: World, { instrument, account = 0, side }: Of<'mass_cancel'>): void {
  need(int(instrument, 0, 65_535), 'invalid_instrument');
  if (instrument !== 0) bookOf(world, instrument);
  check.checkAccount(account);
  need(side === undefined || side === 'buy' || side === 'sell', 'invalid_side');
  cancelAll(world, instrument, account, side, 'mass_cancel');
}

function cancelAll(
  world: World,
  instrument: number,
  account: number,
  side: Order['side'] | undefined,
  reason: 'mass_cancel' | 'dead_man',
): void {
  const before = world.live.size;
  const books = [...world.books.values()].sort((a, b) => a.spec.instrument - b.spec.instrument);
  const orders = books
    .filter((book) => instrument === 0 || book.spec.instrument === instrument)
    .flatMap((book) => [...book.buy, ...book.sell, ...book.stops, ...book.parked])
    .filter((order) => order.account === account && (side === undefined || order.side === side));
  for (const order of orders) if (world.live.get(order.id) === order) end(order, reason);
  tell(world, instrument, { kind: 'mass_cancelled', account, count: before - world.live.size });
}

/** Rule 6.10. */
function setDeadMan(world: World, { account = 0, timeoutMs = 0 }: Of<'set_dead_man'>): void {
  check.checkAccount(account);
  need(int(timeoutMs, 0, MAX - world.time), 'invalid_timeout');
  const dueAt = timeoutMs === 0 ? 0 : world.time + timeoutMs;
  setTimer(world, account, dueAt, () => cancelAll(world, 0, account, undefined, 'dead_man'));
  tell(world, 0, { kind: 'dead_man_set', account, dueAt });
}
