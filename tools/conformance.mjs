/**
 * `npm run conformance -- --data DIR [--only NAME,...]`: full recorded data sets with the figures that
 * they must come to. Auctions run through a started system; the exchange's parts need none. `--only`
 * takes names or their beginnings (`exchange`, `exchange/kraken`, `auctions`, `soft-close`).
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ExplainedError, runMain } from './bootstrap/explained-error.mjs';
import { ebayAuctions, softClose } from './conformance/auctions.mjs';
import { bitstamp, independentReserve, kraken, match } from './conformance/exchange.mjs';

const PARTS = [ebayAuctions, softClose, match, bitstamp, kraken, independentReserve];

/** @param {string} name */
const option = (name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};

await runMain(async () => {
  const only = (option('--only') ?? '').split(',');
  const parts = PARTS.filter(({ name }) => only.some((start) => name.startsWith(start)));
  if (parts.length === 0) {
    const names = PARTS.map(({ name }) => name).join(', ');
    throw new ExplainedError(`--only names no part: there are ${names}.`);
  }
  const data = option('--data') ?? '';
  const missing = parts.flatMap(({ files }) =>
    files.filter((file) => !existsSync(join(data, file))),
  );
  if (missing.length > 0) {
    throw new ExplainedError(
      `Give the folder of the data sets: npm run conformance -- --data DIR (not found: ${missing.join(', ')})`,
    );
  }
  let short = 0;
  for (const { name: part, files, run } of parts) {
    for (const { name, got, wanted, ok } of run(files.map((file) => join(data, file)))) {
      if (!ok) short += 1;
      const verdict = ok ? 'ok   ' : 'SHORT';
      process.stdout.write(`${verdict} ${part}: ${name} ${got}, expected ${wanted}\n`);
    }
  }
  return short === 0 ? 0 : 1;
});
