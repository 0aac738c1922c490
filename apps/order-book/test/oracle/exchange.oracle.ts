import { type Command } from '../../src/domain/command/command';
import { type RejectionCode } from '../../src/domain/report/rejection.registry';
import { type Report } from '../../src/domain/report/report';
import {
  type Book,
  int,
  MAX,
  type Order,
  refused,
  stopTimer,
  tell,
  type World,
} from './exchange.state';
import * as instruments from './instrument.commands';
import { wouldTake } from './order.checks';
import * as orders from './order.commands';
import { end, endSibling, lift } from './order.life';
import { takerPhase } from './taker.phase';

type Handlers = {
  [K in Command['kind']]: (world: World, command: Extract<Command, { kind: K }>) => unknown;
};

const HANDLERS: Handlers = {
  define_instrument: instruments.define,
  set_reference: instruments.setReference,
  set_state: instruments.setState,
  indicate: instruments.indicate,
  place: orders.place,
  place_oco: orders.placeOco,
  amend: orders.amend,
  cancel: (world, command) => orders.cancel(world, command),
  replace: orders.replace,
  mass_cancel: orders.massCancel,
  set_dead_man: orders.setDeadMan,
  advance: (world) => tell(world, 0, { kind: 'advanced' }),
};

/**
 * The exchange again, as slow and as plain as the rules read: sorted arrays, every question asked
 * anew. It is written from RULES.md alone and says what the engine must say.
 */
export class Oracle {
  readonly world: World;

  constructor(maxOrders = 2 ** 24) {
    const empty = { time: 0, commands: 0, sequence: 0, timers: [], reports: [] };
    this.world = { ...empty, maxOrders, books: new Map(), live: new Map() };
  }

  /** Applies one command; returns what it reports. */
  execute(input: unknown): Report[] {
    const { world } = this;
    const command = Object(input) as Command;
    world.commands += 1;
    world.reports = [];
    if (refused(world, 0, 0, timeFaults(world, command))) return world.reports;
    fireTimers(world, command.kind === 'advance' ? command.time + 1 : command.time);
    world.time = command.time;
    (HANDLERS[command.kind] as (world: World, command: Command) => unknown)(world, command);
    triggerStops(world);
    return world.reports;
  }
}

/** Rule 2.1. */
function* timeFaults(world: World, { kind, time }: Command): Generator<RejectionCode> {
  if (!Object.keys(HANDLERS).includes(kind)) yield 'unknown_command';
  if (!int(time, 0, MAX)) yield 'invalid_time';
  if (time < world.time) yield 'time_reversed';
}

/** Rules 2.2 and 2.3: every timer that is due before `until`, those that are set meanwhile, too. */
function fireTimers(world: World, until: number): void {
  for (;;) {
    const next = world.timers
      .filter((timer) => timer.due < until)
      .sort((a, b) => a.due - b.due)
      .at(0);
    if (next === undefined) return;
    stopTimer(world, next.of);
    world.time = next.due;
    next.fire();
    triggerStops(world);
  }
}

const triggerOf = (stop: Order) =>
  stop.type !== 'trailing_stop'
    ? stop.trigger
    : stop.peak + (stop.side === 'buy' ? stop.trail : -stop.trail);

/** Rule 7.3: one stop after the other, until none is eligible in an instrument that trades. */
function triggerStops(world: World): void {
  for (const book of world.books.values()) {
    for (let stop; (stop = nextStop(book)) !== undefined;) activate(world, book, stop);
  }
}

function nextStop(book: Book): Order | undefined {
  const { last, state, stops } = book;
  if (last === 0 || (state !== 'trading' && state !== 'limit')) return undefined;
  const buys = stops.filter((stop) => stop.side === 'buy' && last >= triggerOf(stop));
  const sells = stops.filter((stop) => stop.side === 'sell' && last <= triggerOf(stop));
  buys.sort((a, b) => triggerOf(a) - triggerOf(b));
  sells.sort((a, b) => triggerOf(b) - triggerOf(a));
  return buys[0] ?? sells[0];
}

function activate(world: World, book: Book, stop: Order): void {
  const { id, side, open, instrument } = stop;
  const trigger = triggerOf(stop);
  lift(world, stop);
  tell(world, instrument, { kind: 'triggered', id, side, trigger, lastPrice: book.last, open });
  endSibling(world, stop);
  if (stop.postOnly && wouldTake(book, stop)) end(world, stop, 'post_only_would_take');
  else takerPhase(world, stop);
}
