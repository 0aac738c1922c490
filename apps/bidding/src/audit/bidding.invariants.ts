import { sqlInvariant, walkInvariant, type Finding, type Invariant } from '@outcry/messaging';
import {
  CLOSED_TWICE,
  NEXT_AUCTIONS,
  NEXT_PADDLES,
  OVEREXPOSED,
  UNSETTLED_SALES,
} from './auctions-and-paddles.sql';
import { OVERDUE_SETTLEMENTS, UNANSWERED, UNCLOSED, UNOPENED } from './due-too-long.sql';
import { journalsAgree } from './journals-agree';

/** Sweepers are there within a second; half a minute covers a restart of the database. */
const LATE_MS = 30_000;

const walk = (name: string, runbook: string, next: string, statement: string): Invariant =>
  walkInvariant({
    ...{ name, runbook, next },
    check: async (sql, ids) => (await sql.query<Finding>(statement, [ids])).rows,
  });

/** What bidding promises, looked after while it runs. Subjects are ids; nothing secret is told. */
export const biddingInvariants = (): readonly Invariant[] => [
  ...(
    [
      ['auctions_open_on_time', 'auction-not-closing', UNOPENED],
      ['auctions_close_on_time', 'auction-not-closing', UNCLOSED],
      ['settlements_meet_deadlines', 'saga-past-deadline', OVERDUE_SETTLEMENTS],
    ] as const
  ).map(([name, runbook, statement]) =>
    sqlInvariant({ name, runbook, lastingMs: LATE_MS }, statement),
  ),
  sqlInvariant({ name: 'ledger_answers', runbook: 'ledger-does-not-answer' }, UNANSWERED),
  walk('auctions_close_once', 'auction-inconsistent', NEXT_AUCTIONS, CLOSED_TWICE),
  walk('sold_means_settled', 'auction-inconsistent', NEXT_AUCTIONS, UNSETTLED_SALES),
  walk('exposure_within_limits', 'exposure-above-limit', NEXT_PADDLES, OVEREXPOSED),
  journalsAgree(),
];
