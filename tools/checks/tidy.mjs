/**
 * What no linter checks: sizes of files and folders as CONTRIBUTING.md promises, left-over markers,
 * equal copies of the runtime migrations, documents within their limits.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => path && existsSync(path));
const lines = (path) => readFileSync(path, 'utf8').split('\n').length - 1;
const isSource = (path) =>
  /^(apps|libs|tools)\/.*\.(ts|mjs|cjs)$/.test(path) &&
  !/\.spec\.ts$|\/test\/|\/generated\/|\.config\.cjs$/.test(path);

const problems = [];
const sources = tracked.filter(isSource);
const product = sources.filter(
  (path) => !path.startsWith('libs/testing/') && !path.startsWith('apps/e2e/'),
);

for (const path of sources)
  if (lines(path) > 300) problems.push(`${path}: ${lines(path)} lines, the limit is 300`);

const sizes = product.map(lines).sort((a, b) => a - b);
const quantile = (q) => sizes[Math.floor((sizes.length - 1) * q)];
if (quantile(0.5) > 60)
  problems.push(`median source file has ${quantile(0.5)} lines, the limit is 60`);
if (quantile(0.9) > 250)
  problems.push(`90 % of source files have ≤ ${quantile(0.9)} lines, the limit is 250`);

const folders = Map.groupBy(sources, dirname);
for (const [folder, files] of folders) {
  if (files.length > 12) problems.push(`${folder}: ${files.length} source files, the limit is 12`);
  if (/\/(utils|common|shared|helpers|managers?|base)(\/|$)/.test(folder))
    problems.push(`${folder}: says nothing`);
}

for (const path of tracked.filter(
  (one) => /^(apps|libs|tools|deploy)\//.test(one) && /\.(ts|mjs|cjs|sql|ya?ml)$/.test(one),
)) {
  const text = readFileSync(path, 'utf8');
  if (/\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b/.test(text)) problems.push(`${path}: a left-over marker`);
  if (/\b(describe|it|test)\.(skip|only|todo)\b|\bx(it|describe)\(/.test(text))
    problems.push(`${path}: a skipped or focused test`);
}

/** Each service carries the runtime's tables as migrations of its own, byte for byte. */
const RUNTIME_MIGRATIONS = {
  'libs/messaging/migrations/messaging.sql':
    'apps/*/prisma/migrations/20261121000000_messaging/migration.sql',
  'libs/service/migrations/idempotency.sql':
    'apps/*/prisma/migrations/20261121000100_idempotency/migration.sql',
  'libs/messaging/migrations/outbox-audit.sql':
    'apps/*/prisma/migrations/20261121120000_outbox_audit/migration.sql',
};
const services = globSync('apps/*/prisma/migrations').length;
for (const [original, copies] of Object.entries(RUNTIME_MIGRATIONS)) {
  const found = globSync(copies);
  if (found.length !== services)
    problems.push(`${original}: ${services - found.length} of ${services} services have no copy`);
  for (const copy of found) {
    if (readFileSync(copy, 'utf8') !== readFileSync(original, 'utf8'))
      problems.push(`${copy}: differs from ${original}`);
  }
}

const LIMITS = { 'README.md': 150, 'ARCHITECTURE.md': 400 };
for (const path of globSync('docs/adr/*.md')) LIMITS[path] = 120;
for (const [path, limit] of Object.entries(LIMITS)) {
  if (!existsSync(path)) problems.push(`${path} is missing`);
  else if (lines(path) > limit)
    problems.push(`${path}: ${lines(path)} lines, the limit is ${limit}`);
}

/** A path that a document names must exist. */
for (const document of ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'].filter(existsSync)) {
  const named = readFileSync(document, 'utf8').matchAll(
    /`((?:apps|libs|tools|docs|deploy)\/[^`<*\s]+)`/g,
  );
  for (const [, path] of named) {
    if (!existsSync(path)) problems.push(`${document}: names ${path}, which does not exist`);
  }
}

if (problems.length > 0) process.stderr.write(`${problems.join('\n')}\n`);
process.stdout.write(
  `${sources.length} source files: median ${quantile(0.5)}, 90 % ≤ ${quantile(0.9)}, longest ${sizes.at(-1)} lines\n`,
);
process.exit(problems.length === 0 ? 0 : 1);
