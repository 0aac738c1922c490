import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aPaddle, DAY, HOUR, MINUTE, START } from '../../../test/domain/builders';
import { Room } from '../../../test/domain/room';
import type { AuctionTerms } from '../auction/auction';
import { replayJournal } from '../auction/auction.evolve';

type Row = Readonly<Record<string, string>>;
type RecordedBid = { readonly bidder: string; readonly amount: bigint; readonly atMs: number };
type Known = { readonly auction: string; readonly recorded: string; readonly ours: string };

const read = (name: string): string =>
  readFileSync(join(__dirname, '../../../../demo/data', name), 'utf8');

const rowsOf = (name: string): Row[] => {
  const [header = '', ...lines] = read(name).trim().split('\n');
  const names = header.split(',');
  return lines.map((line) => {
    const values = line.split(',');
    return Object.fromEntries(names.map((column, index) => [column, values[index] ?? '']));
  });
};

/** Exact: a digit finer than the minor unit is an error, never rounded. */
const minorUnits = (text: string, digits: number): bigint => {
  const [whole = '0', fraction = ''] = text.split('.');
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > digits) throw new Error(`${text} is finer than the minor unit`);
  return BigInt(whole + kept.padEnd(digits, '0'));
};

const replay = (
  terms: Partial<AuctionTerms>,
  asset: string,
  bids: readonly RecordedBid[],
): { readonly room: Room; readonly refused: readonly string[] } => {
  const room = new Room({ ...terms, asset }, { asset });
  for (const { bidder } of bids) room.register(aPaddle(bidder, { asset, limit: 10n ** 30n }));
  const commandOf = ({ bidder, amount }: RecordedBid) =>
    ({ ...room.placing(bidder, amount), amount: { amount, asset } }) as never;
  const refused = bids.flatMap((bid) => {
    const [outcome] = room.batch([commandOf(bid)], bid.atMs);
    return outcome?.ok === false ? [outcome.rejection.code] : [];
  });
  const { endsAtMs } = room.view();
  room.close(endsAtMs ?? 0);
  return { room, refused };
};

const grouped = (rows: readonly Row[], key: string): Map<string, Row[]> =>
  Map.groupBy(rows, (row) => row[key] ?? '');

describe('forty recorded eBay auctions', () => {
  const known = JSON.parse(read('ebay-known-differences.json')) as Known[];
  const auctions = grouped(rowsOf('ebay-40-auctions.csv'), 'auctionid');

  const replayed = [...auctions].map(([id, rows]) => {
    const [first = {}] = rows;
    const bids = rows
      .map((row) => ({
        bidder: row['bidder'] ?? '',
        amount: minorUnits(row['bid'] ?? '', 2),
        atMs: START + Math.round(Number(row['bidtime']) * DAY),
      }))
      .sort((a, b) => a.atMs - b.atMs);
    const days = Number.parseInt(first['auction_type'] ?? '', 10);
    const closing = { kind: 'at', endsAtMs: START + days * DAY } as const;
    const startPrice = minorUnits(first['openbid'] ?? '', 2);
    const recorded = minorUnits(first['price'] ?? '', 2);
    return { id, recorded, ...replay({ startPrice, closing }, 'USD/2', bids) };
  });

  it('end at the recorded price, except those that are known with their cause', () => {
    const differing = replayed.filter(({ room, recorded }) => room.price() !== recorded);
    expect(auctions.size).toBe(40);
    expect(
      differing
        .map(({ id, recorded, room }) => ({ id, recorded, ours: room.price() }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    ).toEqual(
      known
        .filter(({ auction }) => auctions.has(auction))
        .map(({ auction, recorded, ours }) => ({
          id: auction,
          recorded: minorUnits(recorded, 2),
          ours: minorUnits(ours, 2),
        })),
    );
    expect(differing).toHaveLength(5);
  });

  it('refuse only bids that are too low', () => {
    const refused = replayed.flatMap((one) => one.refused);
    expect(new Set(refused)).toEqual(new Set(['bid_too_low']));
    expect(replayed.find(({ id }) => id === '8212610170')?.refused).toEqual(['bid_too_low']);
  });

  it('are rebuilt by their journals', () => {
    for (const { room } of replayed) expect(replayJournal(room.journal)).toEqual(room.auction);
  });
});

describe('sixteen recorded soft-close auctions', () => {
  const bidsOf = grouped(rowsOf('soft-close-bids.csv'), 'auction_id');
  const results = rowsOf('soft-close-results.csv');
  const increments = { kind: 'percentage', id: 'ten', version: 1, basisPoints: 1_000 } as const;

  const replayed = results.map((result) => {
    const rows = bidsOf.get(result['auction_id'] ?? '') ?? [];
    const bids = rows.map((row) => ({
      bidder: row['bidder'] ?? '',
      amount: minorUnits(row['amount_eth'] ?? '', 18),
      atMs: Number(row['timestamp_unix']) * 1_000,
    }));
    const firstMs = bids[0]?.atMs ?? 0;
    const terms: Partial<AuctionTerms> = {
      mode: 'straight',
      startPrice: minorUnits(result['reserve_eth'] ?? '', 18),
      increments,
      opensAtMs: firstMs,
      closing: { kind: 'after_first_bid', durationMs: 24 * HOUR },
      softClose: { windowMs: 10 * MINUTE, maxExtensions: null },
    };
    const endMs = Math.max(firstMs + 24 * HOUR, ...bids.map(({ atMs }) => atMs + 10 * MINUTE));
    return { result, endMs, ...replay(terms, 'ETH/18', bids) };
  });

  it('have the recorded winner, price and end', () => {
    expect(replayed).toHaveLength(16);
    for (const { room, result, endMs, refused } of replayed) {
      expect(refused).toEqual([]);
      expect(room.view()).toMatchObject({
        status: 'sold',
        leader: `#${result['winner'] ?? ''}`,
        price: minorUnits(result['final_eth'] ?? '', 18),
        endsAtMs: endMs,
      });
    }
  });
});
