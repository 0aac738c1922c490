import { type AuctionTerms, defaultRules } from '../../src/domain/auction/auction';
import { ebayIncrements } from '../../src/domain/increment/house-tables';
import type { LivePaddle } from '../../src/domain/paddle/paddle';
import type { Sale } from '../../src/domain/sale/sale';

export const ASSET = 'USD/2';
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** When auctions of the builders open. */
export const START = 10 * DAY;
/** When auctions of the builders end. */
export const END = START + 7 * DAY;

export const usd = (amount: bigint) => ({ amount, asset: ASSET });

export const aSale = (changes: Partial<Sale> = {}): Sale => ({
  saleId: 'sale',
  title: 'Autumn sale',
  asset: ASSET,
  premium: { version: 1, tiers: [{ from: 0n, basisPoints: 2_000 }] },
  commission: { version: 1, basisPoints: 1_000 },
  depositBasisPoints: 10_000,
  deadlines: { paymentMs: 2 * DAY, deliveryMs: 14 * DAY, disputeMs: 7 * DAY },
  createdAtMs: 0,
  ...changes,
});

export const theTerms = (changes: Partial<AuctionTerms> = {}): AuctionTerms => ({
  asset: ASSET,
  lot: { title: 'A watch', description: 'Works.', imageUrls: ['https://example.org/watch.jpg'] },
  mode: 'proxy',
  startPrice: 1_00n,
  reserve: null,
  buyNow: null,
  increments: ebayIncrements,
  opensAtMs: START,
  closing: { kind: 'at', endsAtMs: END },
  softClose: null,
  linkedBidderIds: [],
  rules: defaultRules,
  ...changes,
});

export const aPaddle = (bidderId: string, changes: Partial<LivePaddle> = {}): LivePaddle => {
  const limit = changes.limit ?? 1_000_000_00n;
  return {
    status: 'live',
    paddleId: `paddle-${bidderId}`,
    saleId: 'sale',
    bidderId,
    number: `#${bidderId}`,
    asset: ASSET,
    depositBasisPoints: 10_000,
    requestedAtMs: 0,
    limit,
    held: limit,
    pending: null,
    commitments: {},
    ...changes,
  };
};
