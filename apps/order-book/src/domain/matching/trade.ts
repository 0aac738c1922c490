import { type Book } from '../book/book';
import { type Exchange } from '../engine/exchange';
import { feeOf } from '../fee/fee';
import { DOUBLES, HIDDEN, ID, INTS, SHOWN, SIDE_MASK, TRAITS, tierOf } from '../order/order.layout';
import { KIND, WORD } from '../report/report.layout';

/** ppm of a maker and of a taker: places in a tier's rates. */
export const AS_MAKER = 0;
export const AS_TAKER = 1;

/**
 * Numbers and reports a trade whose quantities are taken from both orders already, and moves the
 * last price with all that follows it (rules 5.6 and 7.4).
 * @param takersRate what the taker pays: AS_TAKER, in a cross AS_MAKER.
 */
export const reportTrade = (
  exchange: Exchange,
  book: Book,
  maker: number,
  taker: number,
  price: number,
  quantity: number,
  takersRate: number,
): void => {
  const { doubles, ints } = exchange.orders;
  const at = exchange.reporter.begin(KIND.traded, book.number);
  const words = exchange.reporter.buffer.words;
  const makerTraits = ints[maker * INTS + TRAITS]!;
  const makerShown = doubles[maker * DOUBLES + SHOWN]!;
  const takerShown = doubles[taker * DOUBLES + SHOWN]!;
  words[at + WORD.id] = doubles[maker * DOUBLES + ID]!;
  words[at + WORD.side] = makerTraits & SIDE_MASK;
  words[at + WORD.price] = price;
  words[at + WORD.quantity] = quantity;
  words[at + WORD.shown] = makerShown;
  words[at + WORD.open] = makerShown + doubles[maker * DOUBLES + HIDDEN]!;
  words[at + WORD.takerId] = doubles[taker * DOUBLES + ID]!;
  words[at + WORD.takerOpen] = takerShown + doubles[taker * DOUBLES + HIDDEN]!;
  words[at + WORD.takerShown] = takersRate === AS_TAKER ? 0 : takerShown;
  words[at + WORD.tradeId] = book.trades += 1;
  words[at + WORD.makerFee] = 0;
  words[at + WORD.takerFee] = 0;
  if (book.hasFees) {
    const notional = price * quantity * book.tickSize;
    const takerTier = 2 * tierOf(ints[taker * INTS + TRAITS]!);
    words[at + WORD.makerFee] = feeOf(notional, book.rates[2 * tierOf(makerTraits)]!);
    words[at + WORD.takerFee] = feeOf(notional, book.rates[takerTier + takersRate]!);
  }
  book.last = price;
  book.isStirred = true;
  if (book.trailing !== 0) {
    book.buyStops.trailing.follow(price);
    book.sellStops.trailing.follow(price);
  }
};
