import {
  FIELD_MASK,
  GTC,
  HAS_RARE,
  IOC,
  MARKET,
  POST_SHIFT,
  SIDE_MASK,
  STP_SHIFT,
  TIER_MASK,
  TIER_SHIFT,
  TIF_SHIFT,
  TYPE_SHIFT,
} from '../order/order.layout';
import { type Command } from './command';
import {
  AUCTIONS,
  COMMAND_KINDS,
  ORDER_TYPES,
  REPLACE_MODES,
  SELF_TRADE_MODES,
  SIDES,
  STATES,
  TIMES_IN_FORCE,
} from './command.codes';
import { COMMAND_WORDS, MODE_SHIFT, RECORD } from './command.layout';

/** A command of which nothing is known yet, not even that its fields have the declared types. */
type Loose = Readonly<Record<string, unknown>>;

/** The number as it is; 0 if absent; NaN, which every check refuses, for anything else. */
const optional = (value: unknown): number =>
  value === undefined ? 0 : typeof value === 'number' ? value + 0 : Number.NaN;
const required = (value: unknown): number => (value === undefined ? Number.NaN : optional(value));

/** The word's place; `absent` without a word; `mask`, all bits, for an unknown one. */
const coded = (words: readonly unknown[], value: unknown, mask: number, absent = mask): number => {
  if (value === undefined) return absent;
  const place = words.indexOf(value);
  return place < 0 ? mask : place;
};

const tierCode = (value: unknown): number => {
  const tier = optional(value);
  return Number.isInteger(tier) && tier >= 0 && tier < TIER_MASK ? tier : TIER_MASK;
};

const traitsOf = (order: Loose): number => {
  const type = coded(ORDER_TYPES, order['type'], FIELD_MASK);
  const absent = type === MARKET ? IOC : GTC;
  return (
    coded(SIDES, order['side'], SIDE_MASK) |
    (type << TYPE_SHIFT) |
    (coded(TIMES_IN_FORCE, order['timeInForce'], FIELD_MASK, absent) << TIF_SHIFT) |
    (coded(SELF_TRADE_MODES, order['stp'], FIELD_MASK, 0) << STP_SHIFT) |
    (coded([false, true], order['postOnly'], SIDE_MASK, 0) << POST_SHIFT) |
    (tierCode(order['tier']) << TIER_SHIFT)
  );
};

const RARE_FIELDS = [
  'display',
  'minQuantity',
  'expiresAt',
  'trigger',
  'trail',
  'protection',
  'budget',
] as const;

/** Writes an order's terms; returns its traits. */
const encodeOrder = (order: Loose, words: Float64Array, at: number): number => {
  words[at + RECORD.instrument] = required(order['instrument']);
  words[at + RECORD.id] = required(order['id']);
  words[at + RECORD.account] = optional(order['account']);
  words[at + RECORD.price] = optional(order['price']);
  words[at + RECORD.quantity] = required(order['quantity']);
  words[at + RECORD.group] = optional(order['group']);
  let rare = 0;
  for (const field of RARE_FIELDS) {
    const value = optional(order[field]);
    if (value !== 0) rare = HAS_RARE;
    words[at + RECORD[field]] = value;
  }
  return traitsOf(order) | rare;
};

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;
const objectOf = (value: unknown): Loose => (isObject(value) ? value : {});

/** Writes the kind's own words; returns what the head says beside the kind. */
const encodeFields = (command: Loose, words: Float64Array, at: number): number => {
  const set = (word: keyof typeof RECORD, value: number): void => {
    words[at + RECORD[word]] = value;
  };
  switch (command['kind'] as Command['kind']) {
    case 'place':
      return encodeOrder(command, words, at);
    case 'replace': {
      const traits = encodeOrder(objectOf(command['order']), words, at);
      set('cancelId', required(command['cancelId']));
      return traits | (coded(REPLACE_MODES, command['mode'], 3) << (MODE_SHIFT - 4));
    }
    case 'place_oco': {
      const limit = objectOf(command['limit']);
      const stop = objectOf(command['stop']);
      const { instrument, account, group, side, quantity, stp, tier } = command;
      const leg = { instrument, account, group, side, quantity, stp, tier, type: 'limit' };
      const traits = encodeOrder({ ...leg, id: limit['id'], price: limit['price'] }, words, at);
      set('trigger', required(stop['trigger']));
      set('stopId', required(stop['id']));
      set('stopPrice', optional(stop['price']));
      return traits | HAS_RARE;
    }
    case 'set_state':
      set('state', coded(STATES, command['state'], -1));
      set('auction', coded(AUCTIONS.slice(1), command['auction'], -2, -1) + 1);
      set('endsAt', optional(command['endsAt']));
      return 0;
    case 'mass_cancel':
      set('sides', coded(SIDES, command['side'], 3, 2));
      set('account', optional(command['account']));
      return 0;
    case 'set_dead_man':
      set('account', optional(command['account']));
      set('timeoutMs', optional(command['timeoutMs']));
      return 0;
    default:
      set('id', required(command['id']));
      set('price', optional(command['price']));
      set('quantity', required(command['quantity']));
      return 0;
  }
};

/**
 * Writes a command as numbers at word `at`. Whatever is wrong with it stays wrong in the record, so
 * that the engine refuses both alike. `define_instrument` has no record: pass it to `execute`.
 */
export const encodeCommand = (command: Command, words: Float64Array, at: number): void => {
  words.fill(0, at, at + COMMAND_WORDS);
  const loose: unknown = command;
  if (!isObject(loose)) return;
  const kind = COMMAND_KINDS.indexOf(command.kind) + 1;
  if (kind === 0) return;
  words[at + RECORD.instrument] = required(loose['instrument']);
  const traits = encodeFields(loose, words, at);
  words[at + RECORD.head] = kind + traits * 16;
  words[at + RECORD.time] = required(loose['time']);
};
