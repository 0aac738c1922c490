import { leastNext, standingAfter, type ModelBid, type ModelTerms } from './auction-model';

const proxy: ModelTerms = { mode: 'proxy', startPrice: 1_000n, reserve: null };
const bids = (...placed: readonly (readonly [bidder: string, amount: number])[]): ModelBid[] =>
  placed.map(([bidderId, amount], index) => ({
    bidId: `b${index}`,
    bidderId,
    amount: BigInt(amount),
  }));

describe('the checker’s model of an auction', () => {
  it.each<[string, ModelTerms, ModelBid[], readonly [price: number, leader: string] | null]>([
    ['nobody', proxy, [], null],
    ['one maximum shows the start price', proxy, bids(['ann', 5_000]), [1_000, 'ann']],
    ['a lower maximum', proxy, bids(['ann', 5_000], ['bob', 2_000]), [2_100, 'ann']],
    ['a higher one', proxy, bids(['ann', 5_000], ['bob', 9_000]), [5_100, 'bob']],
    ['an equal one', proxy, bids(['ann', 5_000], ['bob', 5_000]), [5_000, 'ann']],
    ['a secret raise', proxy, bids(['ann', 5_000], ['ann', 8_000]), [1_000, 'ann']],
    [
      'below the reserve in full',
      { ...proxy, reserve: 3_000n },
      bids(['ann', 2_000]),
      [2_000, 'ann'],
    ],
    [
      'at the reserve once it is met',
      { ...proxy, reserve: 3_000n },
      bids(['ann', 2_000], ['bob', 9_000]),
      [3_000, 'bob'],
    ],
    [
      'open outcry as called',
      { ...proxy, mode: 'straight' },
      bids(['ann', 2_000], ['bob', 2_500]),
      [2_500, 'bob'],
    ],
  ])('stands right after %s', (_name, terms, placed, expected) => {
    const standing = standingAfter(terms, placed);
    const found = standing ? [Number(standing.price), standing.leader.bidderId] : null;
    expect(found).toEqual(expected);
  });

  it('asks a step more than the price, and of the leader more than the own maximum', () => {
    const standing = standingAfter(proxy, bids(['ann', 5_000]));
    expect(leastNext(proxy, undefined, 'ann')).toBe(1_000n);
    expect(leastNext(proxy, standing, 'bob')).toBe(1_100n);
    expect(leastNext(proxy, standing, 'ann')).toBe(5_001n);
  });
});
