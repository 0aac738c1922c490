import type { AbsoluteTable, IncrementTable, LadderTable } from './increment-table';

/** Rows as houses print them: from this price, in minor units of 1/100, this step. */
const absolute = (
  id: string,
  ...rows: readonly (readonly [from: number, step: number])[]
): AbsoluteTable => ({
  kind: 'absolute',
  id,
  version: 1,
  tiers: rows.map(([from, step]) => ({ from: BigInt(from), step: BigInt(step) })),
});

/** eBay US; in cents (auctions-and-order-book.md, A1). */
export const ebayIncrements = absolute(
  'ebay',
  [0, 5],
  [1_00, 25],
  [5_00, 50],
  [25_00, 1_00],
  [100_00, 2_50],
  [250_00, 5_00],
  [500_00, 10_00],
  [1_000_00, 25_00],
  [2_500_00, 50_00],
  [5_000_00, 100_00],
);

const tradeMe = absolute(
  'trade-me',
  [0, 50],
  [20_01, 1_00],
  [200_01, 5_00],
  [1_000_01, 10_00],
  [5_000_01, 50_00],
  [25_000_01, 100_00],
);

const whatnot = absolute(
  'whatnot',
  [0, 1_00],
  [30_00, 2_00],
  [50_00, 3_00],
  [100_00, 5_00],
  [300_00, 10_00],
  [1_000_00, 20_00],
);

const maxSold = absolute(
  'max-sold',
  [0, 1_00],
  [35_01, 5_00],
  [100_01, 10_00],
  [1_000_01, 50_00],
  [5_000_01, 100_00],
  [10_000_01, 250_00],
);

const gunBroker = absolute(
  'gun-broker',
  [0, 25],
  [10_00, 1_00],
  [50_00, 2_00],
  [100_00, 5_00],
  [1_000_00, 25_00],
);

const auctionFr = absolute(
  'auction-fr',
  [0, 5_00],
  [20_00, 10_00],
  [200_00, 50_00],
  [500_00, 100_00],
  [1_000_00, 200_00],
  [5_000_00, 500_00],
  [10_000_00, 1_000_00],
  [20_000_00, 2_000_00],
  [50_000_00, 5_000_00],
  [100_000_00, 10_000_00],
);

const rungs = (from: number, to: number, step: number): readonly bigint[] =>
  Array.from({ length: Math.floor((to - from) / step) }, (_, index) => BigInt(from + index * step));

/** The saleroom's "10 % rule": steps of 1 from 100, 2 from 200, 0-2-5-8 from 300, 5 from 500. */
const saleroom: LadderTable = {
  kind: 'ladder',
  id: 'saleroom',
  version: 1,
  rungs: [
    ...rungs(1_00, 2_00, 10),
    ...rungs(2_00, 3_00, 20),
    ...[3_00n, 3_20n, 3_50n, 3_80n, 4_00n, 4_20n, 4_50n, 4_80n],
    ...rungs(5_00, 10_00, 50),
  ],
};

/** Named tables, for assets of two decimals; a changed one gets a new version beside the old. */
export const houseTables: readonly IncrementTable[] = [
  ebayIncrements,
  tradeMe,
  whatnot,
  maxSold,
  gunBroker,
  auctionFr,
  saleroom,
];

/** The newest version of a named table. */
export const houseTable = (id: string): IncrementTable | undefined =>
  houseTables.filter((table) => table.id === id).at(-1);
