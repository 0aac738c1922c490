import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build, formatMessages, version } from 'esbuild';
import { ROOT } from '../bootstrap/checkout.mjs';
import { ExplainedError } from '../bootstrap/explained-error.mjs';

/**
 * Bundles TypeScript sources for Node: our own packages are inlined from their sources, third-party
 * packages stay in node_modules.
 */

/** Everything imported by a bare name stays outside, except our own packages. */
const thirdPartyOutside = {
  name: 'third-party-outside',
  /** @param {import('esbuild').PluginBuild} build */
  setup: (build) => {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@outcry/') ? undefined : { path, external: true },
    );
  },
};

/** @typedef {{ file: string, from: string, to: string }} Edit `file` is relative to the root. */

/**
 * Replaces a piece of one file on its way into a bundle; the file itself stays as it is.
 * @param {Edit} edit
 */
const edited = ({ file, from, to }) => ({
  name: 'edited',
  /** @param {import('esbuild').PluginBuild} build */
  setup: (build) => {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) =>
      relative(ROOT, path) === file
        ? { contents: readFileSync(path, 'utf8').replace(from, () => to), loader: 'ts' }
        : undefined,
    );
  },
});

/**
 * Functions keep the names that the sources give them only as far as those go: to keep them all,
 * esbuild defines the name of each function anew whenever one is made, also of those that are made
 * for every event.
 *
 * @satisfies {import('esbuild').BuildOptions}
 */
const OPTIONS = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  conditions: ['@outcry/source'],
  sourcemap: 'linked',
};
const HOW = JSON.stringify(OPTIONS);

/**
 * @param {string} entry A source file, relative to the root.
 * @param {string} outfile Relative to the root.
 * @param {Edit} [edit] A sabotage; such a bundle is always made anew.
 * @returns {Promise<boolean>} False when nothing had changed since the last time.
 */
export const bundle = async (entry, outfile, edit) => {
  const target = join(ROOT, outfile);
  const record = `${target}.inputs.json`;
  if (edit === undefined && existsSync(target) && isFresh(record)) return false;
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: [join(ROOT, entry)],
    outfile: target,
    ...OPTIONS,
    metafile: true,
    logLevel: 'silent',
    plugins: edit === undefined ? [thirdPartyOutside] : [thirdPartyOutside, edited(edit)],
  }).catch((error) => explainFailure(entry, error));
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, JSON.stringify(fingerprint(Object.keys(result.metafile.inputs))));
  return true;
};

/**
 * @param {string} entry
 * @param {import('esbuild').BuildFailure} failure
 * @returns {Promise<never>}
 */
const explainFailure = async (entry, failure) => {
  const messages = await formatMessages(failure.errors ?? [], { kind: 'error' });
  const why = messages.join('').trim() || String(failure);
  throw new ExplainedError(`${entry} does not build:\n${why}`);
};

/** @param {readonly string[]} inputs */
const fingerprint = (inputs) => ({
  esbuild: version,
  how: HOW,
  files: Object.fromEntries(inputs.map((file) => [relative(ROOT, join(ROOT, file)), hash(file)])),
});

/** @param {string} record */
const isFresh = (record) => {
  if (!existsSync(record)) return false;
  const before = JSON.parse(readFileSync(record, 'utf8'));
  const files = Object.entries(before.files ?? {});
  return (
    before.esbuild === version &&
    before.how === HOW &&
    files.every(([file, was]) => hash(file) === was)
  );
};

/** @param {string} file Relative to the root. */
const hash = (file) => {
  const path = join(ROOT, file);
  return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : '';
};
