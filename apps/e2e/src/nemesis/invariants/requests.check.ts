import { createHash } from 'node:crypto';
import { bodyOf, type History, type Operation } from '../workload/history';
import { codeOfOperation } from '../workload/client';
import type { Evidence, JournalEvent } from '../check/evidence';
import type { Findings } from '../check/findings';

/** As ADRs and the API promise it: caller, tenant, method and concrete path. */
const scopeOf = (tenantId: string, { who, method, path }: Operation): string =>
  createHash('sha256')
    .update(JSON.stringify([tenantId, who, method, path]))
    .digest('base64url');

const checkKeys = (
  { operations }: History,
  tenantId: string,
  { storedAnswers }: Evidence,
  findings: Findings,
): void => {
  for (const operation of operations) {
    const { key, answers, kind, path } = operation;
    const [first] = answers;
    if (key === null || first === undefined) continue;
    const where = `${kind} ${path} under ${key}`;
    const different = answers.find(
      ({ status, text }) => status !== first.status || text !== first.text,
    );
    findings.check(
      'idempotency.one-answer',
      different === undefined,
      () => `${where}: first ${first.text}, then ${different?.text}`,
    );
    const stored = storedAnswers.get(`${scopeOf(tenantId, operation)} ${key}`);
    if (kind === 'reuse-key') continue;
    if (operation.outcome === 'ok' || stored !== undefined)
      findings.equal(
        'idempotency.stored-answer',
        [stored?.status, stored?.body],
        [first.status, first.text],
        where,
      );
  }
};

const checkMisuse = ({ operations }: History, findings: Findings): void => {
  for (const operation of operations) {
    const { kind, path, outcome } = operation;
    const code = codeOfOperation(operation);
    if (kind === 'reuse-key' && outcome !== 'unknown') {
      // A first outcome that is not stored (a paddle that is not live yet) leaves the key free.
      const refused = code === 'idempotency_key_reused' || outcome === 'fail';
      findings.check('idempotency.other-body-refused', refused, () => `${path}: ${outcome}`);
    }
    if (kind === 'borrow-key' && outcome !== 'unknown')
      findings.check(
        'idempotency.own-scope',
        outcome === 'fail' && code !== 'idempotency_key_reused',
        () => `${path}: a stranger got ${outcome} ${code}`,
      );
  }
};

const done = ({ operations }: History, ...kinds: Operation['kind'][]): Operation[] =>
  operations.filter(({ kind, outcome }) => kinds.includes(kind) && outcome === 'ok');

const eventsOf = (evidence: Evidence, type: string): JournalEvent[] =>
  evidence.auctions.flatMap(({ journal }) => journal.filter((event) => event.type === type));

const checkBids = (history: History, evidence: Evidence, findings: Findings): void => {
  const placed = new Map(
    eventsOf(evidence, 'bid_placed').map(({ bid }) => {
      const { bidId, bidderId, amount } = bid as {
        bidId: string;
        bidderId: string;
        amount: bigint;
      };
      return [bidId, `${bidderId} ${amount}`];
    }),
  );
  const accepted = done(history, 'bid').map((operation) => {
    const { amount } = operation.body as { amount: { amount: string } };
    return [String(bodyOf(operation)['bidId']), `${operation.who} ${amount.amount}`] as const;
  });
  for (const [bidId, told] of accepted)
    findings.equal('bidding.bids-recorded', placed.get(bidId) ?? null, told, `bid ${bidId}`);
  findings.equal('bidding.bids-recorded', placed.size, accepted.length, 'bids in the journals');
};

/** How often something was answered as done, and how often it is there. */
const checkCounts = (history: History, evidence: Evidence, findings: Findings): void => {
  const sold = eventsOf(evidence, 'auction_sold');
  const withdrawn = eventsOf(evidence, 'bids_withdrawn');
  const counts: readonly [string, number, number][] = [
    ['auctions', evidence.auctions.length, done(history, 'create-auction').length],
    [
      'scheduled auctions',
      eventsOf(evidence, 'auction_scheduled').length,
      done(history, 'schedule-auction').length,
    ],
    [
      'cancelled auctions',
      eventsOf(evidence, 'auction_cancelled').length,
      done(history, 'cancel-auction').length,
    ],
    [
      'purchases',
      sold.filter(({ by }) => by === 'buy_now').length,
      done(history, 'buy-now').length,
    ],
    ['withdrawals', withdrawn.length, done(history, 'retract-bids', 'void-bid').length],
    [
      'lowered reserves',
      eventsOf(evidence, 'reserve_lowered').length,
      done(history, 'lower-reserve').length,
    ],
    ['registrations', evidence.paddles.length, done(history, 'request-paddle').length],
  ];
  for (const [what, found, expected] of counts)
    findings.equal('bidding.requests-done', found, expected, what);
};

/** The recorded history of the clients against what is stored: done means done once. */
export const checkRequests = (
  history: History,
  tenantId: string,
  evidence: Evidence,
  findings: Findings,
): void => {
  for (const defect of history.defects) findings.check('request.no-defect', false, () => defect);
  findings.check('request.no-defect', true, () => '');
  checkKeys(history, tenantId, evidence, findings);
  checkMisuse(history, findings);
  checkBids(history, evidence, findings);
  checkCounts(history, evidence, findings);
  const deposits = done(history, 'deposit').reduce((sum, { body }) => {
    const [leg] = (body as { transfers: { amount: { amount: string } }[] }).transfers;
    return sum + BigInt(leg?.amount.amount ?? 0);
  }, 0n);
  const posted = evidence.transfers.filter(({ code }) => code === 'deposit');
  const sum = posted.reduce((total, { amount }) => total + BigInt(amount), 0n);
  const operations = done(history, 'deposit').length;
  findings.equal('ledger.deposits-once', [posted.length, sum], [operations, deposits], 'deposits');
};
