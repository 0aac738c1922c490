import type { HttpBidding } from '../../load/bidders.part';
import type { HandlerBidding } from '../../load/bid-handler.part';
import type { BidCount, TimedBids } from '../../load/bidding-load';
import { against, type Row } from '../../report/row';
import { median, medianSpread, spreadOf } from '../../report/statistics';
import { startPlayer } from '../../stage/player';
import { durabilityOf } from '../../stage/stage';
import { RUNS, type Race, type Scale } from '../race';
import { openAuctionHouse, type AuctionHouse } from './auction-house';

const CLIENTS: Readonly<Record<Scale, number>> = { full: 64, quick: 64, smoke: 3 };
const SECONDS: Readonly<Record<Scale, number>> = { full: 5, quick: 2, smoke: 0.3 };
const OFFERED: Readonly<Record<Scale, number>> = { full: 3_000, quick: 3_000, smoke: 100 };
const GROUPED = 200;
const LEAST_ACCEPTED = 0.5;

const DECIDED = `
SELECT (SELECT count(*) FROM auction_journal
         WHERE auction_id = $1 AND event->>'type' = 'bid_placed')::int AS placed,
       (SELECT count(DISTINCT event->'bid'->>'bidId') FROM auction_journal
         WHERE auction_id = $1 AND event->>'type' = 'bid_placed')::int AS distinct`;

/** None lost, none decided twice, and enough of them accepted to call it an auction. */
const checkRun = async (
  { stage }: AuctionHouse,
  auctionId: string,
  { accepted, refused }: BidCount,
  scale: Scale,
): Promise<void> => {
  const { rows } = await stage.database.query<{ placed: number; distinct: number }>(DECIDED, [
    auctionId,
  ]);
  const placed = rows[0]?.placed;
  if (placed !== accepted || rows[0]?.distinct !== accepted) {
    throw new Error(`${accepted} bids were answered as accepted, the journal has ${placed}`);
  }
  if (scale !== 'smoke' && accepted < LEAST_ACCEPTED * (accepted + refused)) {
    throw new Error(`only ${accepted} of ${accepted + refused} bids were accepted`);
  }
};

type Bids = { readonly rate: number; readonly share: number };
type RunBids = (auctionId: string) => Promise<BidCount>;

const runsOf = async (
  house: AuctionHouse,
  scale: Scale,
  bid: RunBids,
): Promise<readonly BidCount[]> => {
  const counts: BidCount[] = [];
  const warmUps = scale === 'smoke' ? 0 : 1;
  for (let run = 0; run < warmUps + RUNS[scale]; run += 1) {
    const auctionId = await house.auction();
    const count = await bid(auctionId);
    await checkRun(house, auctionId, count, scale);
    if (run >= warmUps) counts.push(count);
  }
  return counts;
};

const ratesOf = (counts: readonly BidCount[]): Bids => ({
  rate: median(counts.map(({ accepted, seconds }) => accepted / seconds)),
  share: median(counts.map(({ accepted, refused }) => accepted / (accepted + refused))),
});

const rowOf = (name: string, scale: Scale, bids: Bids, settings: object): Row => ({
  name,
  unit: 'accepted bids/s',
  value: bids.rate,
  settings: {
    ...{ clients: CLIENTS[scale], seconds: SECONDS[scale], runs: RUNS[scale] },
    acceptedShare: Number(bids.share.toFixed(2)),
    ...settings,
  },
});

const UNGROUPED = 'the same path, one bid in a transaction';

const handler = async (house: AuctionHouse, scale: Scale, settings: object): Promise<Row> => {
  const player = startPlayer('load/bid-handler.part.ts');
  const { connectionString } = house.stage;
  const bidding = (maxBatch: number) => (auctionId: string) =>
    player.call<BidCount>('bid', {
      ...{ connectionString, bidders: house.bidders, auctionId, maxBatch },
      seconds: SECONDS[scale],
    } satisfies HandlerBidding);
  const grouped = ratesOf(await runsOf(house, scale, bidding(GROUPED)));
  const single = ratesOf(await runsOf(house, scale, bidding(1)));
  await player.end();
  const row = rowOf('hot-auction/handler', scale, grouped, settings);
  return against(row, UNGROUPED, single.rate);
};

const http = async (house: AuctionHouse, scale: Scale, settings: object): Promise<Row[]> => {
  const player = startPlayer('load/bidders.part.ts');
  const bidding = (port: number, perSecond?: number) => (auctionId: string) =>
    player.call<TimedBids>('bid', {
      ...{ port, tokens: house.tokens, auctionId, seconds: SECONDS[scale] },
      ...(perSecond === undefined ? {} : { perSecond }),
    } satisfies HttpBidding);
  const port = await house.serving(GROUPED);
  const grouped = ratesOf(await runsOf(house, scale, bidding(port)));
  const offered = OFFERED[scale];
  const timed = (await runsOf(house, scale, bidding(port, offered))) as readonly TimedBids[];
  const single = ratesOf(await runsOf(house, scale, bidding(await house.serving(1))));
  await player.end();
  const row = rowOf('hot-auction/http', scale, grouped, settings);
  const acknowledged = rowOf(`hot-auction/http/${offered}`, scale, ratesOf(timed), settings);
  return [
    against(row, UNGROUPED, single.rate),
    {
      ...acknowledged,
      ...medianSpread(timed.map(({ latenciesMs }) => spreadOf(latenciesMs))),
      settings: { ...acknowledged.settings, offeredPerSecond: offered, loop: 'open' },
    },
  ];
};

/**
 * Durable accepted bids on one auction, with and without bids that share a transaction; and how
 * long a bidder waits for the answer at a given rate.
 */
export const hotAuction: Race = {
  name: 'hot-auction',
  run: async ({ scale, progress, grown }) => {
    const house = await openAuctionHouse(CLIENTS[scale], grown?.bidding);
    try {
      const settings = await durabilityOf(house.stage);
      const ofHandler = await handler(house, scale, settings);
      progress(`handler ${Math.round(ofHandler.value)}/s, ${ofHandler.ratio?.toFixed(1)}x`);
      await house.stage.database.query('TRUNCATE outbox');
      const ofHttp = await http(house, scale, settings);
      return [ofHandler, ...ofHttp];
    } finally {
      await house.close();
    }
  },
};
