/**
 * `npm run conformance -- --data DIR`: the full recorded data sets against a started system, with the
 * figures that they must come to. DIR holds ebay-bids.csv, onchain_softclose_bids.csv and
 * onchain_softclose_results.csv.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const at = process.argv.indexOf('--data');
const data = at < 0 ? undefined : process.argv[at + 1];
const FILES = ['ebay-bids.csv', 'onchain_softclose_bids.csv', 'onchain_softclose_results.csv'];
const missing = data ? FILES.filter((name) => !existsSync(join(data, name))) : FILES;
if (!data || missing.length > 0) {
  process.stderr.write(
    `Give the folder of the data sets: npm run conformance -- --data DIR (not found: ${missing.join(', ')})\n`,
  );
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'outcry-conformance-'));

function reportOf(...words) {
  const report = join(folder, 'report.json');
  const args = ['tools/run-ts.mjs', 'apps/demo/src/cli/demo.ts', ...words, '--report', report];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0 && !existsSync(report)) process.exit(status ?? 1);
  return JSON.parse(readFileSync(report, 'utf8'));
}

const [ebayBids, softBids, softResults] = FILES.map((name) => join(data, name));
const ebay = reportOf('--bids', ebayBids);
const soft = reportOf('--soft-close', softBids, softResults);
rmSync(folder, { recursive: true });

const unexplained = ebay.pricesDiffering.filter(({ cause }) =>
  cause.startsWith('not known'),
).length;
const EXPECTED = [
  ['eBay auctions', ebay.auctions, 323],
  ['eBay final prices as recorded', ebay.pricesExact, 303],
  ['eBay differences without a known cause', unexplained, 0],
  ['eBay money conserved', ebay.moneyConserved, true],
  ['soft-close auctions', soft.auctions, 16],
  ['soft-close winners as recorded', soft.winnersExact, 16],
  ['soft-close prices as recorded', soft.pricesExact, 16],
  ['soft-close ends as computed', soft.endTimesExact, 16],
  ['soft-close money conserved', soft.moneyConserved, true],
];
const short = EXPECTED.filter(([, got, expected]) => got !== expected);
for (const [name, got, expected] of EXPECTED) {
  process.stdout.write(
    `${got === expected ? 'ok   ' : 'SHORT'} ${name}: ${got}, expected ${expected}\n`,
  );
}
process.exit(short.length === 0 ? 0 : 1);
