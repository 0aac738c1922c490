import type { Evidence } from '../check/evidence';
import type { Findings } from '../check/findings';
import { dataOf, firstOccurrences } from './topics.check';

const CLOSED = 'bidding.auction-closed.v1';
const PLACED = 'bidding.bid-placed.v1';
const RESULTS: Readonly<Record<string, true>> = {
  'bidding.auction-closed.v1': true,
  'bidding.lot-reawarded.v1': true,
  'bidding.lot-returned.v1': true,
};

type Bids = { readonly saleId: string; readonly bids: readonly { readonly paddle: string }[] };
type Closed = { readonly winner: string | null };
type Paddle = { readonly saleId: string; readonly number: string; readonly bidderId: string };

/** Who bids under a number of a sale, as the paddle events say. */
const ownersOf = (evidence: Evidence): ((saleId: string, number: string) => string | undefined) => {
  const registered = firstOccurrences(evidence, 'bidding.paddle.v1').filter(
    ({ headers }) => headers['ce_type'] === 'bidding.paddle-registered.v1',
  );
  const owners = new Map(
    registered.map(dataOf<Paddle>).map((one) => [`${one.saleId} ${one.number}`, one.bidderId]),
  );
  return (saleId, number) => owners.get(`${saleId} ${number}`);
};

/** Who bid visibly is told how it ended; who did not win at the hammer, once that he lost. */
const checkBidders = (evidence: Evidence, findings: Findings): void => {
  const ownerOf = ownersOf(evidence);
  const events = firstOccurrences(evidence, 'bidding.auction.v1');
  const outcomes = Map.groupBy(
    evidence.notifications.filter(({ kind }) => kind === 'lost' || kind === 'won'),
    ({ auction_id: id }) => id,
  );
  for (const [auctionId, ofAuction] of Map.groupBy(events, ({ key }) => key)) {
    const close = ofAuction.find(({ headers }) => headers['ce_type'] === CLOSED);
    if (close === undefined) continue;
    const placed = ofAuction.filter(({ headers }) => headers['ce_type'] === PLACED);
    const bids = placed.map(dataOf<Bids>);
    const numbers = bids.flatMap((one) => one.bids.map(({ paddle }) => paddle));
    const { winner } = dataOf<Closed>(close);
    const losers = new Set(numbers.filter((paddle) => paddle !== winner));
    const told = outcomes.get(auctionId) ?? [];
    const atHammer = told
      .filter((one) => one.kind === 'lost' && one.event_id === close.headers['ce_id'])
      .map((one) => one.recipient_id);
    const good = atHammer.length <= losers.size && new Set(atHammer).size === atHammer.length;
    const where = `auction ${auctionId}`;
    findings.check('notification.losers-once', good, () => `${where}: told ${atHammer.join()}`);
    const saleId = bids[0]?.saleId ?? '';
    const bidders = new Set(numbers.map((number) => ownerOf(saleId, number)));
    const untold = [...bidders].filter((id) => !told.some((one) => one.recipient_id === id));
    findings.equal('notification.bidders-all', untold, [], where);
  }
};

/** The last word on who won reaches the winner, if there is one, and the seller. */
const checkResults = (evidence: Evidence, findings: Findings): void => {
  const results = firstOccurrences(evidence, 'bidding.auction.v1').filter(
    ({ headers }) => RESULTS[headers['ce_type'] ?? ''],
  );
  const told = Map.groupBy(evidence.notifications, ({ event_id: id }) => id);
  for (const ofAuction of Map.groupBy(results, ({ key }) => key).values()) {
    const last = ofAuction.at(-1);
    if (last === undefined) continue;
    const { auction } = dataOf<{ auction: { status: string } }>(last);
    const notices = told.get(last.headers['ce_id'] ?? '') ?? [];
    const count = (kind: string): number => notices.filter((one) => one.kind === kind).length;
    const isSold = auction.status === 'sold' ? 1 : 0;
    findings.equal(
      'notification.winner-and-seller',
      [count('won'), count('sold'), count('unsold')],
      [isSold, isSold, 1 - isSold],
      `auction ${last.key}`,
    );
  }
};

/** Whoever an auction concerned was told of its end. */
export const checkNotices = (evidence: Evidence, findings: Findings): void => {
  checkResults(evidence, findings);
  checkBidders(evidence, findings);
};
