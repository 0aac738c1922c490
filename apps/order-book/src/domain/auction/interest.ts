import { type Book } from '../book/book';
import { type Exchange } from '../engine/exchange';
import { type PriceLadder } from '../ladder/price.ladder';
import { DOUBLES, HIDDEN, INTS, NEXT, PRICE, SHOWN } from '../order/order.layout';
import { type Cross, crossPrice, type Interest } from './cross-price';

/** The levels of a side as long as `reaches` holds for their price, hidden lots included. */
const interestOf = (
  exchange: Exchange,
  ladder: PriceLadder,
  reaches: (price: number) => boolean,
): Interest[] => {
  const { doubles, ints } = exchange.orders;
  const levels: Interest[] = [];
  for (let first = ladder.first(); first !== 0;) {
    const price = doubles[first * DOUBLES + PRICE]!;
    if (!reaches(price)) break;
    let quantity = 0;
    for (let slot = first; slot !== 0; slot = ints[slot * INTS + NEXT]!) {
      quantity += doubles[slot * DOUBLES + SHOWN]! + doubles[slot * DOUBLES + HIDDEN]!;
    }
    levels.push({ price, quantity });
    first = ladder.firstBeyond(price);
  }
  return levels;
};

/** What the instrument's cross would be now (rule 10.6). */
export const crossOf = (exchange: Exchange, book: Book): Cross => {
  const { doubles } = exchange.orders;
  const bestBid = doubles[book.bids.first() * DOUBLES + PRICE]!;
  const bestAsk = doubles[book.asks.first() * DOUBLES + PRICE]!;
  const isEmpty = book.bids.first() === 0 || book.asks.first() === 0;
  const buys = isEmpty ? [] : interestOf(exchange, book.bids, (price) => price >= bestAsk);
  const sells = isEmpty ? [] : interestOf(exchange, book.asks, (price) => price <= bestBid);
  const reference = book.last === 0 ? book.reference : book.last;
  return crossPrice(buys, sells, reference, book.maxPrice);
};
