import type { Evidence, SettlementRow, TransferRow } from '../check/evidence';
import type { Findings } from '../check/findings';
import { dataOf, firstOccurrences } from './topics.check';

const ENDED = new Set(['settled', 'refunded', 'defaulted']);
const AT_REST = new Set(['live', 'closed', 'refused']);

type Invoice = { readonly hammer: bigint; readonly premium: bigint };

const sumOf = (transfers: readonly TransferRow[]): bigint =>
  transfers.reduce((sum, { amount }) => sum + BigInt(amount), 0n);

const checkMoney = (
  settlement: SettlementRow,
  transfers: readonly TransferRow[],
  findings: Findings,
): void => {
  const where = `settlement ${settlement.settlement_id} (${settlement.status})`;
  const invoice = settlement.journal[0]?.['invoice'] as Invoice;
  const total = invoice.hammer + invoice.premium;
  const captures = transfers.filter(({ code }) => code === 'capture');
  const wanted = settlement.status === 'defaulted' ? [] : [total];
  const found = captures.map(({ amount }) => BigInt(amount));
  findings.equal('saga.sold-is-captured', found, wanted, where);
  const paid = sumOf(transfers.filter(({ code }) => code !== 'capture'));
  findings.equal('saga.paid-out', paid, settlement.status === 'defaulted' ? 0n : total, where);
};

const checkSales = (evidence: Evidence, findings: Findings): void => {
  const byAuction = Map.groupBy(evidence.settlements, ({ auction_id: id }) => id);
  for (const { auction_id: id, status } of evidence.auctions) {
    const inForce = (byAuction.get(id) ?? []).filter((one) => one.status !== 'defaulted');
    const expected = status === 'sold' ? 1 : 0;
    findings.equal('saga.sold-is-captured', inForce.length, expected, `auction ${id} (${status})`);
  }
};

const CLOSED = 'bidding.auction-closed.v1';
const PLACED = 'bidding.bid-placed.v1';
const RESULTS: Readonly<Record<string, true>> = {
  'bidding.auction-closed.v1': true,
  'bidding.lot-reawarded.v1': true,
  'bidding.lot-returned.v1': true,
};

type Bids = { readonly bids: readonly { readonly paddle: string }[] };
type Closed = { readonly winner: string | null };

/**
 * Who bid visibly and did not win may be told so, once. That nobody is left out is not promised: a
 * bid whose paddle is heard of late is retried, perhaps until after the close.
 */
const checkLosers = (evidence: Evidence, findings: Findings): void => {
  const events = firstOccurrences(evidence, 'bidding.auction.v1');
  for (const [auctionId, ofAuction] of Map.groupBy(events, ({ key }) => key)) {
    const close = ofAuction.find(({ headers }) => headers['ce_type'] === CLOSED);
    if (close === undefined) continue;
    const placed = ofAuction.filter(({ headers }) => headers['ce_type'] === PLACED);
    const bidders = placed.flatMap((one) => dataOf<Bids>(one).bids.map(({ paddle }) => paddle));
    const { winner } = dataOf<Closed>(close);
    const losers = new Set(bidders.filter((paddle) => paddle !== winner));
    const told = evidence.notifications
      .filter((one) => one.kind === 'lost' && one.event_id === close.headers['ce_id'])
      .map((one) => one.recipient_id);
    const good = told.length <= losers.size && new Set(told).size === told.length;
    const where = `auction ${auctionId}`;
    findings.check('notification.losers-once', good, () => `${where}: told ${told.join()}`);
  }
};

/** The last word on who won reaches the winner, if there is one, and the seller. */
const checkNotices = (evidence: Evidence, findings: Findings): void => {
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

/** Every process instance ended, and money and lots agree. */
export const checkSagas = (evidence: Evidence, findings: Findings): void => {
  const byReference = Map.groupBy(evidence.transfers, ({ reference_id: id }) => id);
  for (const settlement of evidence.settlements) {
    const { settlement_id: id, status, command_id: command } = settlement;
    const isEnded = ENDED.has(status) && command === null;
    findings.check('saga.all-end', isEnded, () => `settlement ${id} is ${status}`);
    checkMoney(settlement, byReference.get(id) ?? [], findings);
  }
  for (const { paddle_id: id, status, command_id: command } of evidence.paddles)
    findings.check(
      'saga.all-end',
      AT_REST.has(status) && command === null,
      () => `paddle ${id} is ${status}`,
    );
  checkSales(evidence, findings);
  checkNotices(evidence, findings);
  checkLosers(evidence, findings);
};
