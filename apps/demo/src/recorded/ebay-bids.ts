import { toMinorUnits } from './decimal';
import { readCsv, type CsvRow } from './csv';
import type { BadRow, RecordedAuction, RecordedBid, Recording } from './recorded-auction';

const ASSET = 'USD/2';
const CENTS = 2;
const DAY_MS = 86_400_000;
const COLUMNS = [
  'auctionid',
  'bid',
  'bidtime',
  'bidder',
  'openbid',
  'price',
  'item',
  'auction_type',
];
const BIDDER = /^[A-Za-z0-9_.@-]{1,100}$/;

type Row = {
  readonly auction: string;
  readonly title: string;
  readonly days: number;
  readonly openBid: bigint;
  readonly price: bigint;
  readonly bid: RecordedBid;
};

const parseRow = (row: CsvRow, startMs: number): Row | BadRow => {
  const of = (name: string): string => row.fields[name] ?? '';
  const bad = (reason: string): BadRow => ({ line: row.line, reason });
  const days = /^(\d{1,2}) day/.exec(of('auction_type'))?.[1];
  const [bid, openBid, price] = ['bid', 'openbid', 'price'].map((n) => toMinorUnits(of(n), CENTS));
  const time = /^\d+(\.\d+)?$/.test(of('bidtime')) ? Number(of('bidtime')) : NaN;
  if (!/^[A-Za-z0-9-]{1,60}$/.test(of('auctionid'))) return bad('auctionid is not an id');
  if (bid === null || bid === undefined || bid === 0n)
    return bad(`bid "${of('bid')}" is no amount`);
  if (openBid === null || openBid === undefined)
    return bad(`openbid "${of('openbid')}" is no amount`);
  if (price === null || price === undefined) return bad(`price "${of('price')}" is no amount`);
  if (!days) return bad(`auction_type "${of('auction_type')}" names no number of days`);
  if (!(time >= 0 && time <= Number(days)))
    return bad(`bidtime "${of('bidtime')}" is not within it`);
  if (!BIDDER.test(of('bidder'))) return bad('bidder is not an id');
  return {
    auction: of('auctionid'),
    title: of('item'),
    days: Number(days),
    openBid,
    price,
    bid: {
      bidder: of('bidder'),
      amount: bid,
      atMs: startMs + Math.round(time * DAY_MS),
      order: row.line,
    },
  };
};

const auctionOf = (id: string, rows: readonly Row[], startMs: number): RecordedAuction | null => {
  const first = rows[0];
  if (!first) return null;
  return {
    id,
    title: first.title,
    startPrice: first.openBid > 0n ? first.openBid : 1n,
    opensAtMs: startMs,
    endsAtMs: startMs + first.days * DAY_MS,
    bids: rows.map((row) => row.bid).sort((a, b) => a.atMs - b.atMs || a.order - b.order),
    finalPrice: first.price,
    winner: null,
  };
};

/**
 * Auctions in the form of the published eBay data set (one row a bid: `auctionid, bid, bidtime` in
 * days since the start, `bidder, bidderrate, openbid, price, item, auction_type`).
 *
 * @param startMs the instant at which all of them start
 */
export const readEbayBids = (text: string, startMs: number): Recording => {
  const { rows, badRows } = readCsv(text, COLUMNS);
  const parsed = rows.map((row) => parseRow(row, startMs));
  const good = parsed.filter((row): row is Row => 'bid' in row);
  const bad = parsed.filter((row): row is BadRow => 'reason' in row);
  const auctions = [...Map.groupBy(good, (row) => row.auction)]
    .map(([id, group]) => auctionOf(id, group, startMs))
    .filter((auction) => auction !== null);
  return {
    rules: { asset: ASSET, mode: 'proxy', softClose: null },
    auctions,
    badRows: [...badRows, ...bad].sort((a, b) => a.line - b.line),
  };
};
