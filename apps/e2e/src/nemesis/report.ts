import { INVARIANTS, type InvariantName } from './check/invariants';
import { SOMETIMES, type SometimesName } from './check/sometimes';
import type { SeedResult } from './seed-run';

export type Report = {
  readonly seeds: readonly SeedResult[];
  readonly checks: ReadonlyMap<InvariantName, number>;
  readonly sometimes: ReadonlyMap<SometimesName, number>;
  readonly failures: readonly string[];
};

const faultCounts = ({ seeds }: Report): [string, number][] =>
  [
    ...Map.groupBy(
      seeds.flatMap(({ faults }) => faults),
      ({ name }) => name,
    ),
  ]
    .map(([name, ofName]): [string, number] => [name, ofName.length])
    .sort(([a], [b]) => (a < b ? -1 : 1));

const lines = (
  title: string,
  rows: Iterable<readonly [string, number]>,
  words: object,
): string[] => [
  '',
  title,
  ...[...rows].map(([name, count]) => {
    const word = (words as Record<string, string>)[name] ?? '';
    return `  ${String(count).padStart(7)}  ${name.padEnd(34)}${word}`.trimEnd();
  }),
];

const totalOf = ({ checks }: Report): number =>
  [...checks.values()].reduce((sum, count) => sum + count, 0);

const heldOf = ({ checks, failures }: Report): number =>
  [...checks.keys()].filter((name) => !failures.some((failure) => failure.startsWith(`${name}:`)))
    .length;

/** For people; its last line says it all. */
export const reportText = (report: Report): string => {
  const { seeds, checks, sometimes, failures } = report;
  const total = totalOf(report);
  return [
    ...seeds.map(
      ({ seed, requests, acceptedBids, settlements, faults, drainMs }) =>
        `seed ${seed}: ${requests} requests, ${acceptedBids} bids accepted, ${settlements} ` +
        `settlements, ${faults.length} faults, drained in ${(drainMs / 1_000).toFixed(1)} s`,
    ),
    ...lines('Invariants, and how often each was checked', checks, INVARIANTS),
    ...lines('Sometimes: rare states that were reached', sometimes, SOMETIMES),
    ...lines('Faults', faultCounts(report), {}),
    '',
    ...failures.map((failure) => `FAILED ${failure}`),
    // As `npm test` counts: invariants that held, and what did not.
    `${heldOf(report)} passed, ${failures.length} failed`,
    failures.length === 0
      ? `${seeds.length} seeds passed, ${total} checks`
      : `${seeds.length} seeds: ${failures.length} failures in ${total} checks`,
  ].join('\n');
};

/** For machines. */
export const reportJson = (report: Report): string =>
  JSON.stringify(
    {
      seeds: report.seeds,
      invariants: Object.fromEntries(report.checks),
      sometimes: Object.fromEntries(report.sometimes),
      faults: Object.fromEntries(faultCounts(report)),
      checks: totalOf(report),
      failures: report.failures,
    },
    null,
    2,
  );
