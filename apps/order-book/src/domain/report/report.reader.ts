import { AUCTIONS, SIDES, STATES } from '../command/command.codes';
import { KIND, WORD, WORDS } from './report.layout';
import { REJECTION_CODES } from './rejection.registry';
import { CANCEL_REASONS, type Report, STATE_REASONS } from './report';
import { type ReportBuffer } from './report.buffer';

type Kind = keyof typeof KIND;
const NAMES = Object.keys(KIND) as readonly Kind[];

/** A code that the engine wrote; an unknown one is a defect of the caller's bytes. */
const named = <T>(names: readonly T[], code: number): T => {
  const name = names[code];
  if (name === undefined) throw new RangeError(`no name for code ${code}`);
  return name;
};

/** Reads the words of one report by name. */
type Read = (word: keyof typeof WORD) => number;

const ofOrder = (get: Read) => ({
  id: get('id'),
  side: named(SIDES, get('side')),
  price: get('price'),
});

const crossing = (get: Read) => ({
  price: get('price'),
  volume: get('volume'),
  imbalance: get('imbalance'),
});

const FIELDS: Record<Kind, (get: Read) => object> = {
  accepted: (get) => ({
    ...ofOrder(get),
    quantity: get('quantity'),
    account: get('owner'),
    trigger: get('trigger'),
  }),
  rejected: (get) => ({ id: get('id'), code: named(REJECTION_CODES, get('code')) }),
  rested: (get) => ({ ...ofOrder(get), shown: get('shown'), open: get('open') }),
  refilled: (get) => ({ ...ofOrder(get), shown: get('shown'), open: get('open') }),
  traded: (get) => ({
    tradeId: get('tradeId'),
    makerId: get('id'),
    makerSide: named(SIDES, get('side')),
    price: get('price'),
    quantity: get('quantity'),
    makerShown: get('shown'),
    makerOpen: get('open'),
    makerFee: get('makerFee'),
    takerId: get('takerId'),
    takerShown: get('takerShown'),
    takerOpen: get('takerOpen'),
    takerFee: get('takerFee'),
  }),
  prevented: (get) => ({
    makerId: get('id'),
    makerSide: named(SIDES, get('side')),
    price: get('price'),
    makerPrevented: get('quantity'),
    makerShown: get('shown'),
    makerOpen: get('open'),
    takerId: get('takerId'),
    takerPrevented: get('takerPrevented'),
    takerOpen: get('takerOpen'),
  }),
  cancelled: (get) => ({
    ...ofOrder(get),
    quantity: get('quantity'),
    reason: named(CANCEL_REASONS, get('reason')),
  }),
  expired: (get) => ({ ...ofOrder(get), quantity: get('quantity') }),
  replaced: (get) => ({
    ...ofOrder(get),
    quantity: get('quantity'),
    shown: get('shown'),
    kept: get('kept') === 1,
    oldPrice: get('oldPrice'),
    oldQuantity: get('oldQuantity'),
  }),
  triggered: (get) => ({
    id: get('id'),
    side: named(SIDES, get('side')),
    trigger: get('trigger'),
    lastPrice: get('lastPrice'),
    open: get('open'),
  }),
  state_changed: (get) => ({
    from: named(STATES, get('from')),
    to: named(STATES, get('to')),
    reason: named(STATE_REASONS, get('reason')),
    auction: named(AUCTIONS, get('auction')),
    endsAt: get('endsAt'),
  }),
  uncrossed: crossing,
  indicated: crossing,
  mass_cancelled: (get) => ({ account: get('account'), count: get('count') }),
  dead_man_set: (get) => ({ account: get('account'), dueAt: get('dueAt') }),
  reference_set: (get) => ({ price: get('price') }),
  defined: () => ({}),
  advanced: () => ({}),
};

/** The report that begins at word `at`, as an object. */
export const decodeReport = (words: Float64Array, at: number): Report => {
  const get: Read = (word) => words[at + WORD[word]] ?? Number.NaN;
  const head = get('head');
  const kind = named(NAMES, (head & 255) - 1);
  return {
    kind,
    sequence: get('sequence'),
    command: get('command'),
    time: get('time'),
    instrument: head >> 8,
    ...FIELDS[kind](get),
  } as Report;
};

/** All reports in the buffer, as objects, in the order of their sequence. */
export const readReports = (buffer: ReportBuffer): Report[] =>
  Array.from({ length: buffer.count }, (_, index) => decodeReport(buffer.words, index * WORDS));
