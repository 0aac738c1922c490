import { type Book } from '../book/book';
import { type Exchange } from '../engine/exchange';
import { DOUBLES, HIDDEN, INTS, NEXT, PRICE, SHOWN } from '../order/order.layout';
import { type Cross, crossPrice, type Interest } from './cross-price';

/** The levels of a side as long as `reaches` holds for their price, hidden lots included. */
const interestOf = (
  exchange: Exchange,
  ladder: number,
  reaches: (price: number) => boolean,
): Interest[] => {
  const { doubles, ints } = exchange.orders;
  const levels: Interest[] = [];
  for (let first = exchange.ladders.first(ladder); first !== 0;) {
    const price = doubles[first * DOUBLES + PRICE]!;
    if (!reaches(price)) break;
    let quantity = 0;
    for (let slot = first; slot !== 0; slot = ints[slot * INTS + NEXT]!) {
      quantity += doubles[slot * DOUBLES + SHOWN]! + doubles[slot * DOUBLES + HIDDEN]!;
    }
    levels.push({ price, quantity });
    first = exchange.ladders.firstBeyond(ladder, price);
  }
  return levels;
};

/** What the instrument's cross would be now (rule 10.6). */
export const crossOf = (exchange: Exchange, book: Book): Cross => {
  const { ladders } = exchange;
  const { doubles } = exchange.orders;
  const bestBid = doubles[ladders.first(book.bids) * DOUBLES + PRICE]!;
  const bestAsk = doubles[ladders.first(book.asks) * DOUBLES + PRICE]!;
  const isEmpty = ladders.first(book.bids) === 0 || ladders.first(book.asks) === 0;
  const buys = isEmpty ? [] : interestOf(exchange, book.bids, (price) => price >= bestAsk);
  const sells = isEmpty ? [] : interestOf(exchange, book.asks, (price) => price <= bestBid);
  const reference = book.last === 0 ? book.reference : book.last;
  return crossPrice(buys, sells, reference, book.maxPrice);
};
