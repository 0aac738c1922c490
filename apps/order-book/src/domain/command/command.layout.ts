/**
 * An encoded command is 16 consecutive doubles: what the engine reads, without objects, on the way
 * that must be fast. Word 0 is `kind + 16 × traits`, kind being 1 + the place in COMMAND_KINDS and
 * traits the bits of order.layout.ts; a field of those with no known value has all its bits set.
 */
export const COMMAND_WORDS = 16;

export const RECORD = {
  head: 0,
  time: 1,
  instrument: 2,
  id: 3,
  account: 4,
  price: 5,
  quantity: 6,
  group: 7,
  /** Read only if HAS_RARE is set in the traits. */
  display: 8,
  minQuantity: 9,
  expiresAt: 10,
  trigger: 11,
  trail: 12,
  protection: 13,
  budget: 14,
  /** `replace`; its mode is in the head, above the traits. */
  cancelId: 15,
  /** `place_oco`; its limit leg uses id and price. */
  stopId: 12,
  stopPrice: 13,
  /** `set_state`. */
  state: 3,
  auction: 4,
  endsAt: 5,
  /** `mass_cancel`: 0 buy, 1 sell, 2 both. `set_dead_man`. */
  sides: 3,
  timeoutMs: 5,
} as const;

/** Where a `replace` has its mode in the head: the place in REPLACE_MODES, 3: unknown. */
export const MODE_SHIFT = 23;

export const PLACE = 1;
export const AMEND = 2;
export const CANCEL = 3;
export const REPLACE = 4;
export const PLACE_OCO = 5;
export const MASS_CANCEL = 6;
export const SET_DEAD_MAN = 7;
export const SET_STATE = 8;
export const SET_REFERENCE = 9;
/** Not encoded: its terms are more than a record holds. */
export const DEFINE_INSTRUMENT = 10;
export const INDICATE = 11;
export const ADVANCE = 12;
