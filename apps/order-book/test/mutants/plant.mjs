/**
 * `node plant.mjs [name…]`: plants mutants of the engine, all or the named, in a bundle of it, and lets the
 * scenarios and a short duel judge each. A line of JSON per mutant: { name, verdict, by }.
 */
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mutants } from './table.mjs';

const here = import.meta.dirname;
const root = resolve(here, '../../../..');
const LIMIT_MS = 300_000;

/** @param {import('./table.mjs').Mutant} mutant @returns {import('esbuild').Plugin} */
const planting = ({ name, file, from, to }) => ({
  name: 'plant',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (path !== join(root, file)) return undefined;
      const sound = readFileSync(path, 'utf8');
      if (sound.split(from).length !== 2) throw new Error(`${name}: not once in ${file}`);
      return { contents: sound.replace(from, () => to), loader: 'ts' };
    });
  },
});

/** @param {import('./table.mjs').Mutant} mutant @param {string} outfile */
const judge = async (mutant, outfile) => {
  await build({
    entryPoints: [join(here, 'judge.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error',
    plugins: [planting(mutant)],
  });
  const { status, stderr } = spawnSync(
    process.execPath,
    [outfile, join(here, '../scenarios'), '300'],
    {
      encoding: 'utf8',
      timeout: LIMIT_MS,
    },
  );
  // A sabotage that cannot run shows nothing.
  if (/ReferenceError|SyntaxError/.test(stderr)) return { verdict: 'broken', by: stderr };
  const by = /Error: (.*)/.exec(stderr)?.[1] ?? 'it never ended';
  return status === 0 ? { verdict: 'survived', by: 'nobody' } : { verdict: 'killed', by };
};

const named = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'outcry-mutants-'));
try {
  for (const mutant of mutants) {
    if (named.length > 0 && !named.includes(mutant.name)) continue;
    const found = await judge(mutant, join(folder, 'judge.cjs'));
    process.stdout.write(`${JSON.stringify({ name: mutant.name, ...found })}\n`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
