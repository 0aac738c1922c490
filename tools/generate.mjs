/**
 * `npm run generate`: makes everything that is generated. With `--check` it writes nothing that is
 * committed and fails when something is stale.
 */
import { readFileSync } from 'node:fs';
import { prismaRoots } from './build/apps.mjs';
import { generatePrismaClient } from './build/prisma-client.mjs';
import { contractFiles } from './generate/contracts.mjs';
import { apply } from './generate/files.mjs';
import { observabilityFiles } from './generate/observability.mjs';
import { serviceFiles } from './generate/services.mjs';
import { loadTypescript } from './typescript.mjs';

process.chdir(new URL('..', import.meta.url).pathname);
const checkOnly = process.argv.includes('--check');
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

await Promise.all(prismaRoots().map(generatePrismaClient)); // What is bundled below needs them.
const wanted = [
  contractFiles(await loadTypescript('libs/contracts/src/index.ts'), version),
  await serviceFiles(),
  await observabilityFiles(),
];
const stale = wanted.flatMap((one) => apply(one, checkOnly));

if (checkOnly && stale.length > 0) {
  process.stderr.write(`stale, run \`npm run generate\` and commit:\n  ${stale.join('\n  ')}\n`);
  process.exit(1);
}
process.stdout.write(
  stale.length > 0 ? `${stale.join('\n')}\n` : 'everything generated is fresh\n',
);
