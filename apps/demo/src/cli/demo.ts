import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokersOf, createKafkaTransport, gatewayUrl } from '@outcry/messaging';
import { requireGateway } from '../client/require-gateway';
import { readEbayBids } from '../recorded/ebay-bids';
import type { Recording } from '../recorded/recorded-auction';
import { readSoftCloseBids } from '../recorded/soft-close-bids';
import { showProgress } from '../replay/progress';
import { replay } from '../replay/replay';
import { unexplained, type KnownDifference, type ReplayReport } from '../replay/report';
import { reportTable } from '../replay/report-table';
import { runShow } from '../show/show';
import { parseDemoArguments, USAGE, type DemoArguments } from './arguments';

const DATA = process.env['OUTCRY_DEMO_DATA'] ?? join(process.cwd(), 'apps/demo/data');
const GATEWAY = gatewayUrl(process.env);
/** All recorded auctions start here; only differences of time matter. */
const START_MS = Date.UTC(2026, 0, 1);

const text = (path: string): string => {
  if (!existsSync(path)) throw new Error(`There is no file ${path}.`);
  return readFileSync(path, 'utf8');
};

const recordingOf = (words: DemoArguments): Recording =>
  words.softClose
    ? readSoftCloseBids(text(words.softClose.bids), text(words.softClose.results))
    : readEbayBids(text(words.bids ?? join(DATA, 'ebay-40-auctions.csv')), START_MS);

const knownDifferences = (words: DemoArguments): KnownDifference[] =>
  JSON.parse(text(words.known ?? join(DATA, 'ebay-known-differences.json'))) as KnownDifference[];

const runReplay = async (words: DemoArguments, recording: Recording): Promise<ReplayReport> => {
  for (const { line, reason } of recording.badRows) {
    process.stderr.write(`line ${line} left out: ${reason}\n`);
  }
  if (recording.auctions.length === 0)
    throw new Error('The file holds no auction that can be replayed.');
  const transport = createKafkaTransport({
    brokers: brokersOf(process.env),
    clientId: 'outcry-demo',
  });
  let stopShowing = (): void => {};
  try {
    return await replay(recording, {
      gatewayUrl: GATEWAY,
      transport,
      runId: randomBytes(5).toString('hex'),
      newKey: randomUUID,
      lanes: words.lanes,
      known: knownDifferences(words),
      onProgress: (progress) => {
        stopShowing = showProgress(progress, process.stdout, Date.now());
      },
    });
  } finally {
    stopShowing();
    await transport.close();
  }
};

const isAsExpected = (report: ReplayReport): boolean =>
  report.moneyConserved && unexplained(report).length === 0;

const main = async (): Promise<number> => {
  const words = parseDemoArguments(process.argv.slice(2));
  const recording = recordingOf(words);
  if (words.show) return runShow({ recording, gatewayUrl: GATEWAY, out: process.stdout });
  await requireGateway(GATEWAY);
  const report = await runReplay(words, recording);
  process.stdout.write(`\n${reportTable('Exact replay through the public gateway', report)}`);
  if (words.report) writeFileSync(words.report, `${JSON.stringify(report, null, 2)}\n`);
  return isAsExpected(report) ? 0 : 1;
};

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`);
    if (
      error instanceof Error &&
      'code' in error &&
      String(error.code).startsWith('ERR_PARSE_ARGS')
    ) {
      process.stderr.write(`${USAGE}\n`);
    }
    process.exit(2);
  },
);
