import {
  type AmendOrder,
  type CancelOrder,
  type MassCancel,
  type PlaceOco,
  type ReplaceOrder,
  type SetDeadMan,
} from '../../src/domain/command/command';
import { isOf } from './auction.cross';
import {
  bookFor,
  filled,
  int,
  MAX,
  type Order,
  refused,
  setTimer,
  stopTimer,
  tell,
  type World,
} from './exchange.state';
import { accountFaults, amendFaults, idFaults, ocoFaults, placeFaults } from './order.checks';
import { bookOf, end, lift, rest } from './order.life';
import { takerPhase } from './taker.phase';

const DEFAULTS = {
  ...{ account: 0, group: 0, price: 0, trigger: 0, trail: 0, display: 0, minQuantity: 0, tier: 0 },
  ...{ protection: 0, budget: 0, expiresAt: 0, postOnly: false, stp: 'none' },
};

function complete(terms: object): Order {
  const timeInForce = (terms as Order).type === 'market' ? 'ioc' : 'gtc';
  const order = filled<Order>({ ...DEFAULTS, timeInForce }, terms);
  return { ...order, open: order.quantity, shown: 0, peak: 0, place: 'nowhere' };
}

/** Rule 4. */
export function place(world: World, terms: object): void {
  const order = complete(terms);
  const book = bookFor(world, order.instrument, order.id);
  if (book === undefined) return;
  if (refused(world, order.instrument, order.id, placeFaults(world, book, order))) return;
  accept(world, order);
  const crossOnly = order.timeInForce === 'on_open' || order.timeInForce === 'on_close';
  if (crossOnly) {
    if (order.type === 'market') order.price = order.side === 'buy' ? book.spec.maxPrice : 1;
    if (isOf(book.auction, order)) rest(world, order);
    else wait(world, order, 'parked');
  } else if (order.type !== 'limit' && order.type !== 'market') wait(world, order, 'stops');
  else if (book.state === 'auction') rest(world, order);
  else takerPhase(world, order);
}

function accept(world: World, order: Order): void {
  const { id, side, price, quantity, account } = order;
  const trigger = order.trigger || order.trail;
  world.live.set(id, order);
  tell(world, order.instrument, { kind: 'accepted', id, side, price, quantity, account, trigger });
  if (order.expiresAt > 0)
    setTimer(world, order, order.expiresAt, () => end(world, order, 'expired'));
}

function wait(world: World, order: Order, where: 'stops' | 'parked'): void {
  const book = bookOf(world, order);
  order.place = where;
  order.peak = book.last;
  book[where].push(order);
}

/** Rule 7.5. */
export function placeOco(world: World, command: PlaceOco): void {
  const { instrument, account, group, side, quantity, stp, tier } = command;
  const both = { instrument, account, group, side, quantity, stp, tier };
  const { id, price } = Object(command.limit) as PlaceOco['limit'];
  const { id: stopId, trigger, price: then } = Object(command.stop) as PlaceOco['stop'];
  const type = (then ?? 0) === 0 ? 'stop' : 'stop_limit';
  const limit = complete({ ...both, id, price, type: 'limit', postOnly: true });
  const stop = complete({ ...both, id: stopId, price: then, trigger, type });
  const book = bookFor(world, instrument, id);
  if (book === undefined) return;
  if (refused(world, instrument, id, ocoFaults(world, book, limit, stop))) return;
  accept(world, limit);
  accept(world, stop);
  wait(world, stop, 'stops');
  rest(world, limit);
  limit.sibling = stop;
  stop.sibling = limit;
}

/** Rules 6.4 … 6.6. */
export function amend(world: World, command: AmendOrder): void {
  const { instrument, id, price = 0, quantity } = command;
  const book = bookFor(world, instrument, id);
  if (book === undefined) return;
  if (refused(world, instrument, id, amendFaults(world, book, { ...command, price }))) return;
  const order = world.live.get(id) as Order;
  const { side, price: oldPrice, open: oldQuantity } = order;
  const kept = book.spec.amendKeepsPriority && price === oldPrice && quantity <= oldQuantity;
  if (!kept) lift(world, order);
  Object.assign(order, { price, open: quantity, shown: Math.min(order.shown, quantity) });
  const replaced = { id, side, price, quantity, shown: kept ? order.shown : 0, kept };
  tell(world, instrument, { kind: 'replaced', ...replaced, oldPrice, oldQuantity });
  if (kept) return;
  order.minQuantity = 0;
  if (book.state === 'auction') rest(world, order);
  else takerPhase(world, order);
}

/** Rule 6.7; returns whether the order was cancelled. */
export function cancel(
  world: World,
  { instrument, id }: Pick<CancelOrder, 'instrument' | 'id'>,
  reason: 'requested' | 'replaced' = 'requested',
): boolean {
  if (bookFor(world, instrument, id) === undefined) return false;
  if (refused(world, instrument, id, idFaults(id))) return false;
  const order = world.live.get(id);
  if (order?.instrument !== instrument) {
    refused(world, instrument, id, ['unknown_order']);
    return false;
  }
  end(world, order, reason);
  return true;
}

/** Rule 6.9. */
export function replace(world: World, { mode, cancelId, order: terms }: ReplaceOrder): void {
  const order = Object(terms) as Order;
  const { instrument, id } = order;
  if (bookFor(world, instrument, id) === undefined) return;
  const known = mode === 'stop_on_failure' || mode === 'allow_failure';
  if (!known && refused(world, instrument, id, ['invalid_replace_mode'])) return;
  const done = cancel(world, { instrument, id: cancelId }, 'replaced');
  if (done || mode === 'allow_failure') place(world, order);
}

/** Rule 6.8. */
export function massCancel(world: World, command: MassCancel): void {
  const { instrument, account = 0, side } = command;
  const ranged = int(instrument, 0, 65_535);
  if (!ranged && refused(world, 0, 0, ['invalid_instrument'])) return;
  if (instrument !== 0 && bookFor(world, instrument) === undefined) return;
  if (refused(world, instrument, 0, accountFaults(account))) return;
  const sided = side === undefined || side === 'buy' || side === 'sell';
  if (!sided && refused(world, instrument, 0, ['invalid_side'])) return;
  const chosen = (order: Order) =>
    order.account === account && (side === undefined || order.side === side);
  endAll(world, instrument, account, chosen, 'mass_cancel');
}

function endAll(
  world: World,
  instrument: number,
  account: number,
  chosen: (order: Order) => boolean,
  reason: 'mass_cancel' | 'dead_man',
): void {
  const before = world.live.size;
  const books = [...world.books.values()].sort((a, b) => a.spec.instrument - b.spec.instrument);
  const orders = books
    .filter((book) => instrument === 0 || book.spec.instrument === instrument)
    .flatMap((book) => [...book.buy, ...book.sell, ...book.stops, ...book.parked]);
  for (const order of orders.filter(chosen))
    if (world.live.get(order.id) === order) end(world, order, reason);
  tell(world, instrument, { kind: 'mass_cancelled', account, count: before - world.live.size });
}

/** Rule 6.10. */
export function setDeadMan(world: World, { account = 0, timeoutMs = 0 }: SetDeadMan): void {
  if (refused(world, 0, 0, accountFaults(account))) return;
  const fits = int(timeoutMs, 0, MAX - world.time);
  if (!fits && refused(world, 0, 0, ['invalid_timeout'])) return;
  const dueAt = timeoutMs === 0 ? 0 : world.time + timeoutMs;
  stopTimer(world, account);
  if (dueAt > 0)
    setTimer(world, account, dueAt, () => {
      endAll(world, 0, account, (order) => order.account === account, 'dead_man');
    });
  tell(world, 0, { kind: 'dead_man_set', account, dueAt });
}
