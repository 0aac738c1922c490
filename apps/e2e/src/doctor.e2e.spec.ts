import { setTimeout as sleep } from 'node:timers/promises';
import { metricCatalogue } from '@outcry/service';
import {
  closedDatabase,
  fullDisk,
  imbalance,
  lockedAuction,
  wrongExposure,
} from './doctor/data-troubles';
import { deadLetter, missingDay, oldBacklog, parkedKey } from './doctor/message-troubles';
import { doctor } from './doctor/operator';
import type { Trouble } from './doctor/trouble';
import { send, urlOf, waitUntilReady, type ProcessName } from './system';

jest.setTimeout(600_000);

const PATIENCE_MS = 180_000;
const PAUSE_MS = 1_000;

/** Asks the doctor until its report is as wanted; the last report is told in a failure. */
const untilReport = async (
  what: string,
  isWanted: (report: string, code: number) => boolean,
): Promise<void> => {
  for (const end = Date.now() + PATIENCE_MS; ; await sleep(PAUSE_MS)) {
    const { code, output } = await doctor();
    if (isWanted(output, code)) return;
    if (Date.now() > end)
      throw new Error(`waited in vain for ${what}; the doctor says:\n${output}`);
  }
};

const isWell = (report: string, code: number): boolean =>
  code === 0 && report.startsWith('All is well');

/** One entry of the report: what it is, what it is about, and the runbook. */
const names =
  ({ finding, subject, runbook }: Trouble) =>
  (report: string): boolean =>
    report
      .split('\n\n')
      .some((entry) =>
        [`✗ ${finding}`, subject(), `docs/runbooks/${runbook}.md`].every((text) =>
          entry.includes(text),
        ),
      );

/** A stopped server accepts connections and says nothing. */
const silent = (name: ProcessName, finding: string, runbook: string): Trouble => {
  let pid = 0;
  return {
    ...{ finding, runbook, subject: () => '' },
    cause: async () => {
      pid = send(name, 'SIGSTOP');
    },
    cure: async () => {
      process.kill(pid, 'SIGCONT');
    },
  };
};

describe('the doctor', () => {
  beforeEach(waitUntilReady);

  /** Causes all at once, sees each named, cures each as its runbook says, and sees all well. */
  const findsAndCures = async (troubles: readonly Trouble[]): Promise<void> => {
    await untilReport('a system that is well', isWell);
    try {
      for (const { cause } of troubles) await cause();
      const pending = new Set(troubles);
      await untilReport([...pending].map(({ finding }) => finding).join(', '), (report, code) => {
        for (const trouble of pending) if (names(trouble)(report)) pending.delete(trouble);
        return pending.size === 0 && code === 1;
      });
    } finally {
      for (const { cure } of troubles) await cure();
    }
    await untilReport('all to be well again', isWell);
  };

  it('finds what is wrong in the data, and the runbooks mend it', async () => {
    const troubles = [
      ...[await imbalance(), await wrongExposure(), await lockedAuction()],
      ...[deadLetter(), parkedKey(), missingDay(), fullDisk()],
    ];
    await findsAndCures(troubles);
  });

  it('finds the servers that are away, and the runbooks bring them back', async () => {
    await findsAndCures([
      silent('kafka', 'kafka_answers', 'kafka-down'),
      silent('redis', 'redis_answers', 'redis-lost'),
      oldBacklog(),
      closedDatabase(),
    ]);
  });
});

/** `name{a="1",le="2"} 3`; the labels of a sample, without those that the format itself needs. */
const samplesOf = (text: string): { name: string; labels: string[] }[] =>
  [...text.matchAll(/^([a-z_]\w*)(?:\{(.*)\})? \S+( \d+)?$/gim)].map(
    ([, name = '', labels = '']) => ({
      name: name.replace(/_(bucket|sum|count)$/, ''),
      labels: [...labels.matchAll(/(\w+)="/g)]
        .map(([, label = '']) => label)
        .filter((l) => l !== 'le'),
    }),
  );

describe('the metrics of a running system', () => {
  const catalogue = new Map(
    Object.values(metricCatalogue)
      .flat()
      .map(({ name, labels }) => [name, labels]),
  );

  it.each(['gateway', 'bidding', 'ledger', 'notification'] as const)(
    'are in the catalogue, with their labels: %s',
    async (service) => {
      const response = await fetch(`${urlOf(service)}/metrics`);
      const samples = samplesOf(await response.text());
      expect(samples.length).toBeGreaterThan(10);
      const unknown = samples.filter(({ name, labels }) => {
        const known = catalogue.get(name);
        return known === undefined || labels.some((label) => !known.includes(label));
      });
      expect(unknown).toEqual([]);
    },
  );
});
