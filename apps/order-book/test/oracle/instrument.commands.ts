import {
  type DefineInstrument,
  type Indicate,
  type SetReference,
  type SetState,
} from '../../src/domain/command/command';
import { type RejectionCode } from '../../src/domain/report/rejection.registry';
import { changeState, crossOf } from './auction.cross';
import { type Book, bookFor, filled, int, MAX, refused, tell, type World } from './exchange.state';
import { specificationFaults } from './instrument.checks';
import { priceFaults } from './order.checks';

const DEFAULTS = {
  ...{ minQuantity: 0, minNotional: 0, referencePrice: 0, staticBandBps: 0, dynamicBandBps: 0 },
  ...{ limitStateMs: 0, pauseMs: 0, maxIcebergParts: 100, amendKeepsPriority: true },
  ...{ state: 'trading', fees: [] },
};

/** Rule 3. */
export function define(world: World, command: DefineInstrument): void {
  const spec = filled<Book['spec']>(DEFAULTS, command);
  const { instrument, state } = spec;
  const numbered = int(instrument, 1, 65_535);
  if (!numbered && refused(world, 0, 0, ['invalid_instrument'])) return;
  const exists = world.books.has(instrument);
  if (exists && refused(world, instrument, 0, ['instrument_exists'])) return;
  if (refused(world, instrument, 0, specificationFaults(spec))) return;
  const empty = { last: 0, trades: 0, buy: [], sell: [], stops: [], parked: [] };
  world.books.set(instrument, { spec, state, auction: 'none', ...empty });
  tell(world, instrument, { kind: 'defined' });
}

export function setReference(world: World, { instrument, price = 0 }: SetReference): void {
  const book = bookFor(world, instrument);
  if (book === undefined || refused(world, instrument, 0, priceFaults(book, price, 0))) return;
  book.spec.referencePrice = price;
  tell(world, instrument, { kind: 'reference_set', price });
}

/** Rule 10.2. */
export function setState(world: World, command: SetState): void {
  const { instrument, state, auction = 'none', endsAt = 0 } = command;
  const book = bookFor(world, instrument);
  if (book === undefined) return;
  if (refused(world, instrument, 0, stateFaults(world, book, command))) return;
  changeState(world, book, state, 'requested', auction, endsAt);
}

function* stateFaults(world: World, book: Book, command: SetState): Generator<RejectionCode> {
  const { state, auction, endsAt = 0 } = command;
  const isAuction = state === 'auction';
  if (!['trading', 'halt', 'cancel_only', 'auction', 'closed'].includes(state))
    yield 'invalid_state';
  const kinds: unknown[] = isAuction ? ['opening', 'closing', 'reopening'] : [undefined];
  if (!kinds.includes(auction)) yield 'invalid_auction';
  if (!int(endsAt, 0, MAX) || (endsAt > 0 && (!isAuction || endsAt <= world.time)))
    yield 'invalid_ends_at';
  if (state === book.state) yield 'state_unchanged';
  if (book.state === 'auction' && state !== 'trading' && state !== 'closed')
    yield 'transition_not_allowed';
}

/** Rule 10.9. */
export function indicate(world: World, { instrument }: Indicate): void {
  const book = bookFor(world, instrument);
  if (book === undefined) return;
  const calm = book.state !== 'auction';
  if (calm && refused(world, instrument, 0, ['not_in_auction'])) return;
  tell(world, instrument, { kind: 'indicated', ...crossOf(book) });
}
