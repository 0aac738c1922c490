import { replayBitstamp } from './replay-bitstamp';
import { readVenueRows } from './venue-row';

const order = (atMs: number, what: string, id: number, price: string, amount: string, side = 0) =>
  `${atMs} order_${what} {"price": "${price}", "amount": "${amount}", "datetime": "1", "id": ${id}, "order_type": ${side}}`;
const trade = (atMs: number, price: number, amount: number) =>
  `${atMs} trade {"price": ${price}, "amount": ${amount}, "id": 1}`;
const book = (atMs: number, bid: string, ask: string, size = '2.00000000') =>
  `${atMs} order_book {"bids": [["${bid}", "${size}"]], "asks": [["${ask}", "${size}"]]}`;

const replay = (...lines: string[]) => replayBitstamp(readVenueRows(lines.join('\n')));

describe('replayBitstamp', () => {
  it('counts a trade and a best price that the engine has too', () => {
    const figures = replay(
      trade(1, 236.4, 1),
      book(2, '236.00', '237.00'),
      order(3, 'created', 70, '237.00', '0.50000000'),
      trade(4, 237, 0.5),
      order(5, 'created', 71, '236.50', '1.00000000'),
      book(6, '236.50', '237.00'),
    );
    expect(figures).toEqual({
      trades: 1,
      tradesMet: 1,
      snapshots: 1,
      bestMet: 1,
      crossed: 0,
      quantityConserved: true,
    });
  });

  it.each([
    ['at another price', trade(4, 236.99, 0.5)],
    ['of another amount', trade(4, 237, 0.6)],
    ['too long after', trade(10_004, 237, 0.5)],
  ])('does not count a trade %s', (_, line) => {
    const taker = order(3, 'created', 70, '237.00', '0.50000000');
    expect(replay(book(2, '236.00', '237.00'), taker, line)).toMatchObject({
      trades: 1,
      tradesMet: 0,
    });
  });

  it('takes what is withdrawn of old orders from their level', () => {
    const half = order(3, 'deleted', 9, '237.00', '1.50000000', 1);
    const start = book(2, '236.00', '237.00');
    expect(replay(start, half, book(4, '236.00', '237.00')).bestMet).toBe(1);
    expect(replay(start, half, half, book(4, '236.00', '237.00')).bestMet).toBe(0);
    expect(replay(start, half, half, half).quantityConserved).toBe(true);
  });

  it('moves an order whose price changed, and cancels one that was deleted', () => {
    const start = [book(2, '236.00', '238.00'), order(3, 'created', 70, '236.50', '1.00000000')];
    const moved = order(4, 'changed', 70, '237.00', '1.00000000');
    const smaller = order(4, 'changed', 70, '236.50', '0.70000000');
    const gone = order(5, 'deleted', 70, '237.00', '1.00000000');
    expect(replay(...start, moved, book(6, '237.00', '238.00')).bestMet).toBe(1);
    expect(replay(...start, smaller, book(6, '236.50', '238.00')).bestMet).toBe(1);
    expect(replay(...start, moved, gone, book(6, '236.00', '238.00')).bestMet).toBe(1);
  });

  it('refuses a log without a snapshot', () => {
    expect(() => replay(trade(1, 236, 1))).toThrow('no snapshot');
  });
});
