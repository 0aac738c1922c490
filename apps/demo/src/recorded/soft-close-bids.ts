import { toMinorUnits } from './decimal';
import { readCsv, type CsvRow } from './csv';
import type { BadRow, RecordedAuction, RecordedBid, Recording } from './recorded-auction';

const ASSET = 'ETH/18';
const WEI = 18;
const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
/** The venue's rules: 24 h from the first bid, at least +10 %, never under 10 min after a bid. */
export const SOFT_CLOSE_RULES = {
  windowMs: 600 * SECOND_MS,
  durationMs: 24 * HOUR_MS,
  incrementBps: 1_000,
} as const;

type Bid = { readonly auction: string; readonly bid: RecordedBid };
type Outcome = {
  readonly auction: string;
  readonly reserve: bigint;
  readonly final: bigint;
  readonly winner: string;
};

const badRow = (row: CsvRow, reason: string): BadRow => ({ line: row.line, reason });

const parseBid = (row: CsvRow): Bid | BadRow => {
  const {
    auction_id: auction = '',
    bidder = '',
    amount_eth = '',
    timestamp_unix = '',
  } = row.fields;
  const amount = toMinorUnits(amount_eth, WEI);
  if (amount === null || amount === 0n)
    return badRow(row, `amount_eth "${amount_eth}" is no amount`);
  if (!/^\d{9,11}$/.test(timestamp_unix)) return badRow(row, `timestamp_unix "${timestamp_unix}"`);
  if (!/^[A-Za-z0-9_.@-]{1,100}$/.test(bidder)) return badRow(row, 'bidder is not an id');
  return {
    auction,
    bid: { bidder, amount, atMs: Number(timestamp_unix) * SECOND_MS, order: row.line },
  };
};

const parseOutcome = (row: CsvRow): Outcome | BadRow => {
  const { auction_id: auction = '', reserve_eth = '', final_eth = '', winner = '' } = row.fields;
  const reserve = toMinorUnits(reserve_eth, WEI);
  const final = toMinorUnits(final_eth, WEI);
  if (reserve === null || final === null)
    return badRow(row, 'reserve_eth or final_eth is no amount');
  return { auction, reserve, final, winner };
};

const auctionOf = (outcome: Outcome, bids: readonly RecordedBid[]): RecordedAuction | null => {
  const [first] = bids;
  if (!first) return null;
  return {
    id: outcome.auction,
    title: `Soft close ${outcome.auction}`,
    startPrice: outcome.reserve,
    opensAtMs: first.atMs,
    endsAtMs: null,
    bids,
    finalPrice: outcome.final,
    winner: outcome.winner,
  };
};

/**
 * English auctions with a soft close: a file of bids (`auction_id, seq, bidder, amount_eth,
 * timestamp_unix`) and one of results (`auction_id, reserve_eth, final_eth, winner`).
 */
export const readSoftCloseBids = (bidsText: string, resultsText: string): Recording => {
  const bids = readCsv(bidsText, ['auction_id', 'bidder', 'amount_eth', 'timestamp_unix']);
  const results = readCsv(resultsText, ['auction_id', 'reserve_eth', 'final_eth', 'winner']);
  const parsedBids = bids.rows.map(parseBid);
  const outcomes = results.rows.map(parseOutcome);
  const byAuction = Map.groupBy(
    parsedBids.filter((row): row is Bid => 'bid' in row),
    (row) => row.auction,
  );
  const auctions = outcomes
    .filter((outcome): outcome is Outcome => 'auction' in outcome)
    .map((outcome) => {
      const own = (byAuction.get(outcome.auction) ?? []).map(({ bid }) => bid);
      return auctionOf(
        outcome,
        own.sort((a, b) => a.atMs - b.atMs || a.order - b.order),
      );
    })
    .filter((auction) => auction !== null);
  const badRows = [...parsedBids, ...outcomes].filter((row): row is BadRow => 'reason' in row);
  return {
    rules: { asset: ASSET, mode: 'straight', softClose: SOFT_CLOSE_RULES },
    auctions,
    badRows: [...bids.badRows, ...results.badRows, ...badRows],
  };
};

/** Every end as the venue's rule gives it from the recorded times alone, without our engine. */
export const expectedEndMs = (auction: RecordedAuction): number =>
  auction.bids.reduce(
    (end, bid) => Math.max(end, bid.atMs + SOFT_CLOSE_RULES.windowMs),
    (auction.bids[0]?.atMs ?? 0) + SOFT_CLOSE_RULES.durationMs,
  );
