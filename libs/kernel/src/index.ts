export { assert, assertNever, Defect, defined, isDefect } from './assert';
export { fromTimestamp, toTimestamp, type Clock, type InstantMs } from './clock';
export type { Decider } from './decider';
export { uuidV7Generator, uuidV7LowerBound, uuidV7TimeMs, type IdGenerator } from './id-generator';
export {
  add,
  allot,
  ASSET_PATTERN,
  basisPointsOf,
  compare,
  divide,
  money,
  subtract,
  type Asset,
  type Money,
  type Rounding,
} from './money';
export { isOperationalError, OperationalError } from './operational-error';
export {
  accept,
  reject,
  type Accepted,
  type Rejected,
  type Rejection,
  type Result,
} from './result';
