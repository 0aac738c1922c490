/**
 * Runs the project's TypeScript from plain tools: an entry is bundled with esbuild (workspace
 * sources inlined, packages left to node_modules) into dist/tools, then loaded.
 */
import { build } from 'esbuild';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);

/** Everything from node_modules stays outside, except the workspace's own packages. */
const packagesOutside = {
  name: 'packages-outside',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@outcry/') ? undefined : { path, external: true },
    );
  },
};

/**
 * @param {string} entry TypeScript file, relative to the root
 * @returns {Promise<string>} the bundle's absolute path
 */
export async function bundleTypescript(entry) {
  const outfile = join(root, 'dist/tools', relative(root, join(root, entry)).replace(/\.ts$/, '.cjs'));
  await build({
    absWorkingDir: root,
    entryPoints: [join(root, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    conditions: ['@outcry/source'],
    plugins: [packagesOutside],
    sourcemap: 'inline',
    logLevel: 'error',
  });
  return outfile;
}

/**
 * @param {string} entry TypeScript file, relative to the root
 * @returns {Promise<any>} what it exports
 */
export async function loadTypescript(entry) {
  return require(await bundleTypescript(entry));
}
