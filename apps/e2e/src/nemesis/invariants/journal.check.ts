import type { AuctionRow, JournalEvent } from '../check/evidence';
import type { Findings } from '../check/findings';
import {
  leastNext,
  standingAfter,
  type ModelBid,
  type ModelStanding,
  type ModelTerms,
} from './auction-model';

type Replay = {
  terms: ModelTerms & { readonly softClose: SoftClose | null; readonly buyNow: bigint | null };
  bids: ModelBid[];
  endsAtMs: number | null;
  extensions: number;
  status: string;
  closes: number;
  publicEvents: number;
  price: bigint | null;
};
type SoftClose = { readonly windowMs: number; readonly maxExtensions: number | null };

const standingOf = ({ terms, bids }: Replay): ModelStanding | undefined =>
  standingAfter(terms, bids);

const isOverAt = ({ endsAtMs }: Replay, atMs: number): boolean =>
  endsAtMs !== null && atMs >= endsAtMs;

const isMet = ({ terms: { reserve } }: Replay, standing: ModelStanding): boolean =>
  reserve === null || standing.leader.amount >= reserve;

const checkStanding = (
  replay: Replay,
  event: JournalEvent,
  findings: Findings,
  where: string,
): void => {
  const standing = standingOf(replay);
  const told = event['standing'] as { price: bigint; leader: ModelBid } | null;
  findings.equal('bidding.price', told?.price ?? null, standing?.price ?? null, where);
  const leader = told?.leader.bidId ?? null;
  findings.equal('bidding.best-bid-leads', leader, standing?.leader.bidId ?? null, where);
  replay.price = standing?.price ?? null;
};

const checkEnd = (replay: Replay, event: JournalEvent, findings: Findings, where: string): void => {
  const { softClose } = replay.terms;
  const isPublic = (event['visible'] as unknown[]).length > 0;
  const moved = softClose === null ? 0 : event.atMs + softClose.windowMs;
  const isLeft =
    softClose !== null &&
    (softClose.maxExtensions === null || replay.extensions < softClose.maxExtensions);
  const extends_ = isPublic && isLeft && replay.endsAtMs !== null && moved > replay.endsAtMs;
  const expected = extends_ ? moved : replay.endsAtMs;
  findings.equal('bidding.end', event['endsAtMs'], expected, where);
  replay.endsAtMs = expected;
  replay.extensions += extends_ ? 1 : 0;
};

const checkBid = (replay: Replay, event: JournalEvent, findings: Findings, where: string): void => {
  const bid = event['bid'] as ModelBid;
  const before = standingOf(replay);
  findings.check(
    'bidding.none-after-the-end',
    replay.status === 'open' && !isOverAt(replay, event.atMs),
    () => `${where}: taken at ${event.atMs}, the end is ${replay.endsAtMs} (${replay.status})`,
  );
  const minimum = leastNext(replay.terms, before, bid.bidderId);
  findings.check(
    'bidding.best-bid-leads',
    bid.amount >= minimum,
    () => `${where}: below ${minimum}`,
  );
  replay.bids.push(bid);
  checkStanding(replay, event, findings, where);
  findings.check(
    'bidding.price-monotone',
    (replay.price ?? 0n) >= (before?.price ?? 0n),
    () => `${where}: the price fell from ${before?.price} to ${replay.price}`,
  );
  checkEnd(replay, event, findings, where);
};

const checkSale = (
  replay: Replay,
  event: JournalEvent,
  findings: Findings,
  where: string,
): void => {
  const standing = standingOf(replay);
  const { by, award } = event as unknown as {
    by: string;
    award: { bidderId: string; hammer: bigint };
  };
  const isOver = isOverAt(replay, event.atMs);
  if (by === 'buy_now') {
    const offered = standing === undefined || !isMet(replay, standing);
    const good = offered && !isOver && award.hammer === replay.terms.buyNow;
    findings.check('bidding.hammer', good, () => `${where}: bought, though not on offer so`);
    return;
  }
  const good = standing !== undefined && isOver && isMet(replay, standing);
  findings.check('bidding.hammer', good, () => `${where}: the hammer fell, and should not have`);
  findings.equal(
    'bidding.hammer',
    [award.bidderId, award.hammer],
    [standing?.leader.bidderId, standing?.price],
    where,
  );
};

const checkUnsold = (
  replay: Replay,
  event: JournalEvent,
  findings: Findings,
  where: string,
): void => {
  const standing = standingOf(replay);
  const good = isOverAt(replay, event.atMs) && (standing === undefined || !isMet(replay, standing));
  findings.check('bidding.hammer', good, () => `${where}: unsold, and should not be`);
};

/** Bidders whose free limit did not cover: told after the event that they are left out of. */
const passedOver = (journal: readonly JournalEvent[], from: number): string[] => {
  const names: string[] = [];
  for (let at = from; journal[at]?.type === 'candidate_passed_over'; at += 1)
    names.push(String(journal[at]?.['bidderId']));
  return names;
};

const withdraw = (replay: Replay, ids: readonly string[], bidders: readonly string[]): void => {
  replay.bids = replay.bids.filter(
    (bid) => !ids.includes(bid.bidId) && !bidders.includes(bid.bidderId),
  );
};

const CLOSES = new Set(['auction_sold', 'auction_unsold', 'auction_cancelled']);

const isPublic = (replay: Replay, event: JournalEvent): boolean => {
  if (event.type === 'auction_created') return false;
  if (replay.status === 'draft') return event.type === 'auction_scheduled';
  if (event.type === 'bid_placed') return (event['visible'] as unknown[]).length > 0;
  return event.type === 'bids_withdrawn' ? event['isPublic'] === true : true;
};

const STATUS: Readonly<Record<string, string>> = {
  auction_created: 'draft',
  auction_scheduled: 'scheduled',
  auction_opened: 'open',
  auction_sold: 'sold',
  auction_unsold: 'unsold',
  auction_cancelled: 'cancelled',
  lot_returned: 'unsold',
};

const apply = (
  replay: Replay,
  journal: readonly JournalEvent[],
  at: number,
  findings: Findings,
  where: string,
): void => {
  const event = journal[at] as JournalEvent;
  switch (event.type) {
    case 'auction_opened':
      replay.endsAtMs = event['endsAtMs'] as number | null;
      break;
    case 'bid_placed':
      return checkBid(replay, event, findings, where);
    case 'reserve_lowered':
      replay.terms = { ...replay.terms, reserve: event['reserve'] as bigint };
      break;
    case 'bids_withdrawn':
      withdraw(replay, event['bidIds'] as string[], passedOver(journal, at + 1));
      return checkStanding(replay, event, findings, where);
    case 'candidate_passed_over':
      return withdraw(replay, [], [String(event['bidderId'])]);
    case 'lot_reawarded':
      withdraw(replay, [], [String((event['from'] as { bidderId: string }).bidderId)]);
      return checkStanding(replay, event, findings, where);
    case 'auction_sold':
      return checkSale(replay, event, findings, where);
    case 'auction_unsold':
      return checkUnsold(replay, event, findings, where);
  }
};

/** Replays one private journal against the model, and compares the row with where it leads. */
export const checkJournal = (row: AuctionRow, findings: Findings): void => {
  const { journal } = row;
  const replay: Replay = {
    terms: journal[0]?.['terms'] as Replay['terms'],
    bids: [],
    endsAtMs: null,
    extensions: 0,
    status: 'none',
    closes: 0,
    publicEvents: 0,
    price: null,
  };
  for (const [at, event] of journal.entries()) {
    const where = `auction ${row.auction_id}, entry ${at + 1} (${event.type})`;
    const earlier = journal[at - 1]?.atMs ?? 0;
    findings.check('bidding.row-is-journal', event.atMs >= earlier, () => `${where}: back in time`);
    apply(replay, journal, at, findings, where);
    replay.publicEvents += isPublic(replay, event) ? 1 : 0;
    replay.closes += CLOSES.has(event.type) ? 1 : 0;
    replay.status = STATUS[event.type] ?? replay.status;
  }
  const where = `auction ${row.auction_id}`;
  findings.check('bidding.one-close', replay.closes <= 1, () => `${where}: ${replay.closes} ends`);
  findings.equal(
    'bidding.row-is-journal',
    [row.version, row.sequence, row.status],
    [journal.length, replay.publicEvents, replay.status],
    where,
  );
  const isOver = row.status !== 'open' && row.status !== 'scheduled';
  findings.check('bidding.all-over', isOver, () => `${where} is ${row.status}`);
};
