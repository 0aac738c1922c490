import type { Sql } from '@outcry/messaging';
import type { AuctionFact, AuctionStatus, KnownAuction } from '../domain/auction-fact';
import type { AuctionRef, Knowledge } from '../domain/inbox-fold';
import { LOCK_AUCTIONS, READ_BIDDERS, READ_PADDLES, READ_WATCHERS } from './load-knowledge.sql';

type RefRow = { tenant_id: string; auction_id: string };
type AuctionRow = RefRow & {
  sale_id: string;
  seller_id: string | null;
  title: string | null;
  status: AuctionStatus;
  leader: string | null;
  ends_at: Date | null;
  sequence: string;
  result_sequence: string;
};
type PaddleRow = { tenant_id: string; sale_id: string; number: string; bidder_id: string };
type PaddleNumber = readonly [tenantId: string, saleId: string, number: string];

const keyOf = ({ tenantId, auctionId }: AuctionRef): string => `${tenantId} ${auctionId}`;
const rowKey = ({ tenant_id, auction_id }: RefRow): string => `${tenant_id} ${auction_id}`;

const distinct = <T>(items: readonly T[], key: (item: T) => string): T[] => [
  ...new Map(items.map((item) => [key(item), item])).values(),
];

const columns = (refs: readonly AuctionRef[]): [string[], string[]] => [
  refs.map(({ tenantId }) => tenantId),
  refs.map(({ auctionId }) => auctionId),
];

const auctionOf = (row: AuctionRow): KnownAuction => ({
  tenantId: row.tenant_id,
  auctionId: row.auction_id,
  saleId: row.sale_id,
  sellerId: row.seller_id,
  title: row.title,
  status: row.status,
  leader: row.leader,
  endsAtMs: row.ends_at?.getTime() ?? null,
  sequence: Number(row.sequence),
  resultSequence: Number(row.result_sequence),
});

/** Paddle numbers that a fact may need an owner for. */
const numbersOf = ({ change, leader }: AuctionFact): string[] => {
  const named =
    change.kind === 'bid_placed' || change.kind === 'bids_withdrawn'
      ? [change.previousLeader]
      : change.kind === 'closed'
        ? [change.winner]
        : change.kind === 'reawarded'
          ? [change.from, change.to]
          : change.kind === 'returned'
            ? [change.from]
            : [];
  const bidders = change.kind === 'bid_placed' ? change.bidders : [];
  return [...named, ...bidders, leader].filter((number) => number !== null);
};

const grouped = <Row extends RefRow>(
  rows: readonly Row[],
  value: (row: Row) => string,
): Map<string, string[]> => {
  const groups = new Map<string, string[]>();
  for (const row of rows) {
    groups.set(rowKey(row), [...(groups.get(rowKey(row)) ?? []), value(row)]);
  }
  return groups;
};

const readRefs = async <Row extends RefRow>(
  sql: Sql,
  statement: string,
  refs: readonly AuctionRef[],
): Promise<Row[]> =>
  refs.length === 0 ? [] : (await sql.query<Row>(statement, columns(distinct(refs, keyOf)))).rows;

/** Locks auctions; those never heard of are undefined. */
export const lockAuctions = async (
  sql: Sql,
  refs: readonly AuctionRef[],
): Promise<Knowledge['auction']> => {
  const rows = await readRefs<AuctionRow>(sql, LOCK_AUCTIONS, refs);
  const known = new Map(rows.map((row) => [rowKey(row), auctionOf(row)]));
  return (ref) => known.get(keyOf(ref));
};

/** Who bids under the numbers of sales. */
export const readOwners = async (
  sql: Sql,
  numbers: readonly PaddleNumber[],
): Promise<Knowledge['bidderOf']> => {
  const wanted = distinct(numbers, (one) => one.join(' '));
  const { rows } = await sql.query<PaddleRow>(READ_PADDLES, [
    wanted.map(([tenantId]) => tenantId),
    wanted.map(([, saleId]) => saleId),
    wanted.map(([, , number]) => number),
  ]);
  const owners = new Map(
    rows.map((row) => [`${row.tenant_id} ${row.sale_id} ${row.number}`, row.bidder_id]),
  );
  return (tenantId, saleId, number) => owners.get(`${tenantId} ${saleId} ${number}`);
};

/** Locks the auctions of the facts and reads what folding them needs to know. */
export const loadKnowledge = async (
  sql: Sql,
  facts: readonly AuctionFact[],
): Promise<Knowledge> => {
  const auction = await lockAuctions(sql, facts);
  // Whoever bids in the batch is in the facts; the table knows those before.
  const bidders = await readRefs<RefRow & { number: string }>(sql, READ_BIDDERS, [
    ...facts.filter(({ change }) => change.kind === 'closed' || change.kind === 'bid_placed'),
  ]);
  const watchers = await readRefs<RefRow & { watcher_id: string }>(sql, READ_WATCHERS, [
    ...facts.filter(({ change }) => change.kind === 'bid_placed' && change.reserveMetNow),
  ]);
  const saleOf = new Map(facts.map((fact) => [keyOf(fact), fact.saleId]));
  const bidderOf = await readOwners(sql, [
    ...facts.flatMap((fact) =>
      numbersOf(fact).map((number) => [fact.tenantId, fact.saleId, number] as const),
    ),
    ...bidders.map((row) => [row.tenant_id, saleOf.get(rowKey(row)) ?? '', row.number] as const),
  ]);

  const biddersByAuction = grouped(bidders, (row) => row.number);
  const watchersByAuction = grouped(watchers, (row) => row.watcher_id);
  return {
    auction,
    bidders: (ref) => biddersByAuction.get(keyOf(ref)) ?? [],
    watchers: (ref) => watchersByAuction.get(keyOf(ref)) ?? [],
    bidderOf,
  };
};
