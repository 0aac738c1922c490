import { writeFileSync } from 'node:fs';
import { startTestIssuer } from '@outcry/testing';
import type { Arguments } from './arguments';
import { createFindings } from './check/findings';
import { createSometimes } from './check/sometimes';
import { EPISODES, faultsNamed } from './faults/catalogue';
import type { Platform } from './platform';
import { reportJson, reportText, type Report } from './report';
import { runSeed, type Deaths, type SeedResult } from './seed-run';
import { portDealer } from './system/ports';
import { startServers } from './system/servers';
import { LINKED_REPLICAS } from './system/services';

const MINUTE_MS = 60_000;
/** Bids and faults for each minute; a run that did less tested less. */
const LEAST_BIDS = 60;
const LEAST_SETTLEMENTS = 5;
const LEAST_FAULTS = 5;
/** So many seeds reach every rare state, faults not restricted. */
const SEEDS_FOR_ALL = 3;

const tooLittle = (result: SeedResult, minutes: number): string[] => {
  const { seed, acceptedBids, settlements, faults } = result;
  const counts: readonly [string, number, number][] = [
    ['accepted bids', acceptedBids, LEAST_BIDS * minutes],
    ['settlements', settlements, LEAST_SETTLEMENTS],
    ['faults', faults.length, LEAST_FAULTS * minutes],
  ];
  return counts.flatMap(([what, found, least]) =>
    found < least ? [`seed ${seed}: only ${found} ${what}, too few to tell`] : [],
  );
};

/** What was never looked at, or never reached, was not tested. */
const untested = (report: Report, { faults, seeds }: Arguments): string[] => [
  ...[...report.checks].flatMap(([name, count]) =>
    count === 0 ? [`${name}: checked 0 times`] : [],
  ),
  ...(faults.length > 0 || seeds.length < SEEDS_FOR_ALL
    ? []
    : [...report.sometimes].flatMap(([name, count]) =>
        count === 0 ? [`sometimes ${name}: never reached`] : [],
      )),
];

export type Verdict = {
  readonly passed: boolean;
  /** An invariant did not hold, or nothing worked at all: more than that too little was tested. */
  readonly violated: boolean;
};

/**
 * Runs the seeds one after the other on one set of servers and reports.
 */
export const runCampaign = async (platform: Platform, given: Arguments): Promise<Verdict> => {
  const { say, stopped } = platform;
  const findings = createFindings();
  const sometimes = createSometimes();
  const deaths: Deaths = { onDeath: () => undefined };
  const port = portDealer();
  const issuer = await startTestIssuer();
  const servers = await startServers(platform, LINKED_REPLICAS, port, (name, how) =>
    deaths.onDeath(name, how),
  );
  const results: SeedResult[] = [];
  const broken: string[] = [];
  try {
    if (servers.brokerDisk === undefined)
      say('No full disks: this user may not mount a small file system.');
    const faults = faultsNamed(given.faults, servers.brokerDisk !== undefined);
    const lengthMs = given.minutes * MINUTE_MS;
    const goal = { bids: LEAST_BIDS * given.minutes, settlements: LEAST_SETTLEMENTS };
    const episodes = given.faults.length === 0 ? EPISODES : [];
    for (const seed of given.seeds) {
      if (stopped.aborted) break;
      say(`seed ${seed}`);
      const common = { platform, servers, issuer, port, findings, sometimes };
      const options = { ...common, seed, lengthMs, goal, faults, episodes };
      await runSeed(options, deaths).then(
        (result) => results.push(result),
        (error: unknown) =>
          broken.push(`seed ${seed} broke off: ${(error as Error).stack ?? String(error)}`),
      );
    }
  } finally {
    deaths.onDeath = () => undefined;
    await servers.stop();
    await issuer.close();
  }
  const { checks, failures } = findings;
  const report = { seeds: results, checks: checks(), sometimes: sometimes.counts(), failures: [] };
  const all = [
    ...broken,
    ...failures(),
    ...results.flatMap((result) => tooLittle(result, given.minutes)),
    ...untested(report, given),
    ...(stopped.aborted ? ['stopped before the end'] : []),
  ];
  const final = { ...report, failures: all };
  say(reportText(final));
  if (given.report !== undefined) writeFileSync(given.report, reportJson(final));
  return { passed: all.length === 0, violated: broken.length + failures().length > 0 };
};
