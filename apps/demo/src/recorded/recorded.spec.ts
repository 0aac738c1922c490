import fc from 'fast-check';
import { fromMinorUnits, toMinorUnits } from './decimal';
import { readEbayBids } from './ebay-bids';
import { expectedEndMs, readSoftCloseBids } from './soft-close-bids';

describe('toMinorUnits', () => {
  it.each([
    ['12', 2, 1_200n],
    ['12.5', 2, 1_250n],
    ['0.07', 2, 7n],
    ['1.500', 2, 150n],
    ['0.026724734404329435', 18, 26_724_734_404_329_435n],
    ['12.505', 2, null],
    ['-1', 2, null],
    ['1e3', 2, null],
    ['NaN', 2, null],
    ['', 2, null],
  ])('reads %s at exponent %s as %s', (text, exponent, expected) => {
    expect(toMinorUnits(text, exponent)).toBe(expected);
  });

  it('is undone by fromMinorUnits', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 30n }),
        fc.integer({ min: 0, max: 18 }),
        (amount, exponent) => {
          expect(toMinorUnits(fromMinorUnits(amount, exponent), exponent)).toBe(amount);
        },
      ),
    );
  });
});

const HEAD = 'auctionid,bid,bidtime,bidder,bidderrate,openbid,price,item,auction_type';
const ebay = (...rows: string[]) => readEbayBids([HEAD, ...rows].join('\n'), 1_000);

describe('readEbayBids', () => {
  it('makes one auction of the rows of one id, bids in order of time, then of the file', () => {
    const { auctions, badRows } = ebay(
      '1,10,0.5,ann,0,9.99,12.5,Watch,3 day auction',
      '1,12.5,0.25,bob,0,9.99,12.5,Watch,3 day auction',
      '1,11,0.5,cyd,0,9.99,12.5,Watch,3 day auction',
    );
    expect(badRows).toEqual([]);
    expect(auctions).toHaveLength(1);
    expect(auctions[0]).toMatchObject({
      id: '1',
      title: 'Watch',
      startPrice: 999n,
      opensAtMs: 1_000,
      endsAtMs: 1_000 + 3 * 86_400_000,
      finalPrice: 1_250n,
    });
    expect(auctions[0]?.bids.map(({ bidder, amount, atMs }) => [bidder, amount, atMs])).toEqual([
      ['bob', 1_250n, 21_601_000],
      ['ann', 1_000n, 43_201_000],
      ['cyd', 1_100n, 43_201_000],
    ]);
  });

  it.each([
    ['1,ten,0.5,ann,0,9.99,12.5,Watch,3 day auction', 'bid "ten" is no amount'],
    ['1,0,0.5,ann,0,9.99,12.5,Watch,3 day auction', 'bid "0" is no amount'],
    ['1,10,3.5,ann,0,9.99,12.5,Watch,3 day auction', 'bidtime "3.5" is not within it'],
    ['1,10,-1,ann,0,9.99,12.5,Watch,3 day auction', 'bidtime "-1" is not within it'],
    ['1,10,0.5,ann,0,x,12.5,Watch,3 day auction', 'openbid "x" is no amount'],
    ['1,10,0.5,ann,0,9,,Watch,3 day auction', 'price "" is no amount'],
    ['1,10,0.5,a nn,0,9,12.5,Watch,3 day auction', 'bidder is not an id'],
    ['1,10,0.5,ann,0,9,12.5,Watch,auction', 'names no number of days'],
    ['1,10,0.5', '3 fields, not 9'],
  ])('names the line of the bad row %s and goes on', (row, reason) => {
    const good = '2,10,0.5,ann,0,9.99,12.5,Watch,3 day auction';
    const { auctions, badRows } = ebay(row, good);
    expect(badRows).toEqual([{ line: 2, reason: expect.stringContaining(reason) }]);
    expect(auctions.map(({ id }) => id)).toEqual(['2']);
  });

  it('says which column is missing', () => {
    expect(() => readEbayBids('auctionid,bid\n1,2', 0)).toThrow(
      'the file lacks the column bidtime',
    );
  });
});

describe('readSoftCloseBids', () => {
  const bids =
    'auction_id,seq,bidder,amount_eth,timestamp_unix\n16,1,ann,0.03,1697653967\n16,2,bob,0.04,1697740000\n';
  const results = 'auction_id,reserve_eth,final_eth,winner\n16,0.02,0.04,bob\n';

  it('joins bids and results, the clock starting at the first bid', () => {
    const { auctions, rules } = readSoftCloseBids(bids, results);
    expect(rules).toMatchObject({ asset: 'ETH/18', mode: 'straight' });
    expect(auctions).toHaveLength(1);
    expect(auctions[0]).toMatchObject({
      startPrice: 20_000_000_000_000_000n,
      opensAtMs: 1_697_653_967_000,
      endsAtMs: null,
      finalPrice: 40_000_000_000_000_000n,
      winner: 'bob',
    });
  });

  it('computes the end by the venue’s rule: ten minutes after a late bid', () => {
    const [auction] = readSoftCloseBids(bids, results).auctions;
    expect(auction && expectedEndMs(auction)).toBe(1_697_740_600_000);
  });

  it('names a row that makes no sense and goes on', () => {
    const { badRows, auctions } = readSoftCloseBids(`${bids}16,3,cyd,NaN,1697741000\n`, results);
    expect(badRows).toEqual([{ line: 4, reason: 'amount_eth "NaN" is no amount' }]);
    expect(auctions[0]?.bids).toHaveLength(2);
  });
});
