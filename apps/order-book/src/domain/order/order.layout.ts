/**
 * A live order is one record of 64 bytes, a cache line, seen as eight doubles and as sixteen
 * 32-bit integers. Its slot is the record's number; slot 0 is no order.
 */
export const DOUBLES = 8;
export const INTS = 16;

/** Offsets in doubles. */
export const ID = 0;
/** Ticks; 0: a market order. */
export const PRICE = 1;
/** Lots that take part in price-time priority; an order off the book has all its quantity here. */
export const SHOWN = 2;
/** Lots of an iceberg that wait behind the shown ones. */
export const HIDDEN = 3;

/** Offsets in integers. NEXT and PREVIOUS link the one queue that the order is in. */
export const NEXT = 8;
export const PREVIOUS = 9;
export const TRAITS = 10;
export const ACCOUNT = 11;
export const GROUP = 12;
export const INSTRUMENT = 13;
/** Slot of the order's rare terms; 0: none. */
export const RARE = 14;
/** Lots of the slice of an iceberg that has no other rare term; 0: see `displayOf`. */
export const SLICE = 15;
export const LARGEST_SLICE = 2 ** 31 - 1;

/** Traits: how the order was asked for, in the bits of an encoded command, and where it is. */
export const SIDE_MASK = 3;
export const TYPE_SHIFT = 2;
export const TIF_SHIFT = 5;
export const STP_SHIFT = 8;
export const FIELD_MASK = 7;
export const POST_SHIFT = 11;
export const POST_ONLY = 1 << POST_SHIFT;
export const TIER_SHIFT = 13;
export const TIER_MASK = 31;
/** The command has terms beside account, side, price and quantity. */
export const HAS_RARE = 1 << 18;
/** All bits that a command may set. */
export const ASKED_MASK = (1 << 19) - 1;
export const INDEXED = 1 << 19;
export const ON_BOOK = 1 << 20;
export const WAITING = 1 << 21;
export const PARKED = 1 << 22;

export const BUY = 0;
export const SELL = 1;
/** Order types and times in force by their place in the words of a command. */
export const LIMIT = 0;
export const MARKET = 1;
export const STOP = 2;
export const STOP_LIMIT = 3;
export const TRAILING_STOP = 4;
export const GTC = 0;
export const GTD = 1;
export const IOC = 2;
export const FOK = 3;
export const ON_OPEN = 4;
export const ON_CLOSE = 5;

export const typeOf = (traits: number): number => (traits >> TYPE_SHIFT) & FIELD_MASK;
export const timeInForceOf = (traits: number): number => (traits >> TIF_SHIFT) & FIELD_MASK;
export const selfTradeOf = (traits: number): number => (traits >> STP_SHIFT) & FIELD_MASK;
export const tierOf = (traits: number): number => (traits >> TIER_SHIFT) & TIER_MASK;
