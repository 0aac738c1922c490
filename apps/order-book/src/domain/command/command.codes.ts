import {
  type AuctionKind,
  type Command,
  type InstrumentState,
  type OrderType,
  type ReplaceMode,
  type SelfTradeMode,
  type Side,
  type TimeInForce,
} from './command';

/** Words of the commands in a fixed order: encoded commands and reports carry the index. */
export const COMMAND_KINDS: readonly Command['kind'][] = [
  'place',
  'amend',
  'cancel',
  'replace',
  'place_oco',
  'mass_cancel',
  'set_dead_man',
  'set_state',
  'set_reference',
  'define_instrument',
  'indicate',
  'advance',
];
export const SIDES: readonly Side[] = ['buy', 'sell'];
export const ORDER_TYPES: readonly OrderType[] = [
  'limit',
  'market',
  'stop',
  'stop_limit',
  'trailing_stop',
];
export const TIMES_IN_FORCE: readonly TimeInForce[] = [
  'gtc',
  'gtd',
  'ioc',
  'fok',
  'on_open',
  'on_close',
];
export const SELF_TRADE_MODES: readonly SelfTradeMode[] = [
  'none',
  'newest',
  'oldest',
  'both',
  'decrement',
];
export const STATES: readonly InstrumentState[] = [
  'trading',
  'limit',
  'auction',
  'halt',
  'cancel_only',
  'closed',
];
export const AUCTIONS: readonly (AuctionKind | 'none')[] = [
  'none',
  'opening',
  'closing',
  'reopening',
];
export const REPLACE_MODES: readonly ReplaceMode[] = ['stop_on_failure', 'allow_failure'];
