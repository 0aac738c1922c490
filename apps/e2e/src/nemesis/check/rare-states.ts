import type { History } from '../workload/history';
import { codeOfOperation } from '../workload/client';
import type { Evidence } from './evidence';
import type { Sometimes } from './sometimes';
import { dataOf, firstOccurrences } from '../invariants/topics.check';

/** How soon after the end a refused bid must have come to count as one at the boundary. */
const BOUNDARY_MS = 1_000;

const countCopies = (
  { records }: Evidence,
  redelivered: ReadonlyMap<string, number>,
  sometimes: Sometimes,
): void => {
  for (const [id = '', copies] of Map.groupBy(records, ({ headers }) => headers['ce_id'])) {
    const again = copies.length - 1;
    const byRelay = again - (redelivered.get(id) ?? 0);
    if (byRelay > 0) sometimes.saw('relay.repeated-record', byRelay);
    if (again > 0) sometimes.saw('consumer.duplicate-suppressed', again);
  }
};

const countRequests = (history: History, evidence: Evidence, sometimes: Sometimes): void => {
  const ends = new Map(
    evidence.auctions.map(({ auction_id: id, ends_at: end }) => [id, end?.getTime() ?? 0]),
  );
  for (const operation of history.operations) {
    if (operation.wasUnknown && operation.answers.length > 0)
      sometimes.saw('request.outcome-unknown');
    if (operation.answers.some(({ replayed }) => replayed))
      sometimes.saw('request.answered-from-store');
    const isLate = operation.kind === 'bid' && codeOfOperation(operation) === 'auction_closed';
    const end = ends.get(operation.path.split('/')[3] ?? '') ?? 0;
    if (isLate && Math.abs(operation.startedMs - end) < BOUNDARY_MS)
      sometimes.saw('bid.refused-at-boundary');
  }
};

const countAuctions = ({ auctions }: Evidence, sometimes: Sometimes): void => {
  for (const { journal } of auctions) {
    let highest = 0n;
    for (const event of journal) {
      if (event.type === 'bid_placed') {
        const amount = (event['bid'] as { amount: bigint }).amount;
        if (amount === highest) sometimes.saw('bid.tied');
        highest = amount > highest ? amount : highest;
        if (Number(event['extensions']) > 0) sometimes.saw('auction.extended');
      }
      if (event.type === 'bids_withdrawn') {
        sometimes.saw('bids.withdrawn');
        highest = 0n;
      }
      if (event.type === 'auction_sold' && event['by'] === 'buy_now')
        sometimes.saw('auction.bought');
      if (event.type === 'auction_cancelled') sometimes.saw('auction.cancelled');
      if (event.type.startsWith('lot_')) sometimes.saw('auction.awarded-again');
    }
  }
};

const countSagas = (evidence: Evidence, sometimes: Sometimes): void => {
  for (const { journal } of evidence.settlements)
    for (const { type, cause } of journal) {
      if (type === 'buyer_defaulted') sometimes.saw('settlement.defaulted');
      if (cause === 'dispute_resolved') sometimes.saw('settlement.dispute-resolved');
      if (cause === 'delivery_deadline') sometimes.saw('settlement.delivery-presumed');
    }
  const changed = firstOccurrences(evidence, 'bidding.paddle.v1').filter(
    ({ headers }) => headers['ce_type'] === 'bidding.paddle-limit-changed.v1',
  );
  sometimes.saw('paddle.limit-changed', changed.length);
  const commands = firstOccurrences(evidence, 'ledger.command.v1').map(
    (record) => dataOf<{ commandId: string }>(record).commandId,
  );
  sometimes.saw('command.sent-again', commands.length - new Set(commands).size);
};

/** Counts, in what is stored and was answered, the states that a run must have reached. */
export const countRareStates = (
  history: History,
  evidence: Evidence,
  redelivered: ReadonlyMap<string, number>,
  sometimes: Sometimes,
): void => {
  countCopies(evidence, redelivered, sometimes);
  countRequests(history, evidence, sometimes);
  countAuctions(evidence, sometimes);
  countSagas(evidence, sometimes);
};
