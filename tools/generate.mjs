/**
 * `npm run generate`: makes everything that is generated and committed. With `--check` it writes
 * nothing and fails when something is stale.
 */
import { readFileSync } from 'node:fs';
import { contractFiles } from './generate/contracts.mjs';
import { apply } from './generate/files.mjs';
import { serviceFiles } from './generate/services.mjs';
import { loadTypescript } from './typescript.mjs';

process.chdir(new URL('..', import.meta.url).pathname);
const checkOnly = process.argv.includes('--check');
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

const wanted = [
  contractFiles(await loadTypescript('libs/contracts/src/index.ts'), version),
  await serviceFiles(),
];
const stale = wanted.flatMap((one) => apply(one, checkOnly));

if (checkOnly && stale.length > 0) {
  process.stderr.write(`stale, run \`npm run generate\` and commit:\n  ${stale.join('\n  ')}\n`);
  process.exit(1);
}
process.stdout.write(
  stale.length > 0 ? `${stale.join('\n')}\n` : 'everything generated is fresh\n',
);
