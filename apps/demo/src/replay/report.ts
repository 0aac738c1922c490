import { fromTimestamp } from '@outcry/kernel';
import { fromMinorUnits } from '../recorded/decimal';
import type { RecordedRules } from '../recorded/recorded-auction';
import { expectedEndMs } from '../recorded/soft-close-bids';
import type { LaneOutcome } from './lane';
import type { ReplayProgress } from './progress';

/** A price that differs for a reason that lies in the recording, with that reason. */
export type KnownDifference = {
  readonly auction: string;
  readonly recorded: string;
  readonly ours: string;
  readonly cause: string;
};

export type ReplayReport = {
  readonly auctions: number;
  readonly bidsAccepted: number;
  readonly bidsRefused: Readonly<Record<string, number>>;
  readonly pricesExact: number;
  readonly pricesDiffering: readonly KnownDifference[];
  readonly winnersExact: number;
  readonly endTimesExact: number;
  readonly extensions: number;
  readonly moneyConserved: boolean;
  readonly eventsPublished: number;
  readonly eventsConsumed: number;
  readonly commitToConsumedMs: { readonly p50: number; readonly p99: number };
  readonly retries: number;
  readonly seconds: number;
};

type Facts = {
  readonly rules: RecordedRules;
  readonly lanes: readonly LaneOutcome[];
  readonly progress: ReplayProgress;
  readonly known: readonly KnownDifference[];
  readonly moneyConserved: boolean;
  readonly eventsConsumed: number;
  readonly latenciesMs: readonly number[];
  readonly seconds: number;
};

const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;

const NO_CAUSE = 'not known: the engine, or the recording, is wrong';

/** Compares what came out with what was recorded. */
export const reportOf = (facts: Facts): ReplayReport => {
  const { rules, progress } = facts;
  const exponent = Number(rules.asset.split('/')[1]);
  const auctions = facts.lanes.flatMap((lane) => lane.auctions);
  const priceOf = (one: (typeof auctions)[number]): bigint =>
    BigInt(one.view.auction.price?.amount ?? '0');
  const differing = auctions.filter((one) => priceOf(one) !== one.recorded.finalPrice);
  const causes = new Map(facts.known.map((one) => [one.auction, one]));
  const differences = differing.map((one) => {
    const ours = fromMinorUnits(priceOf(one), exponent);
    const known = causes.get(one.recorded.id);
    return {
      auction: one.recorded.id,
      recorded: fromMinorUnits(one.recorded.finalPrice, exponent),
      ours,
      cause: known && known.ours === ours ? known.cause : NO_CAUSE,
    };
  });
  const sorted = [...facts.latenciesMs].sort((a, b) => a - b);
  const endOf = (one: (typeof auctions)[number]): number =>
    fromTimestamp(one.view.auction.endsAt ?? '');
  return {
    auctions: auctions.length,
    bidsAccepted: progress.accepted,
    bidsRefused: progress.refused,
    pricesExact: auctions.length - differing.length,
    pricesDiffering: differences.sort((a, b) => (a.auction < b.auction ? -1 : 1)),
    winnersExact: auctions.filter(
      (one) => one.recorded.winner !== null && one.winner === one.recorded.winner,
    ).length,
    endTimesExact: auctions.filter(
      (one) => endOf(one) === (one.recorded.endsAtMs ?? expectedEndMs(one.recorded)),
    ).length,
    extensions: auctions.reduce((sum, one) => sum + one.view.auction.extensions, 0),
    moneyConserved: facts.moneyConserved,
    eventsPublished: auctions.reduce((sum, one) => sum + one.view.sequence, 0),
    eventsConsumed: facts.eventsConsumed,
    commitToConsumedMs: { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) },
    retries: progress.retries,
    seconds: facts.seconds,
  };
};

/** What the recording itself does not explain. */
export const unexplained = (report: ReplayReport): readonly KnownDifference[] =>
  report.pricesDiffering.filter((one) => one.cause === NO_CAUSE);
