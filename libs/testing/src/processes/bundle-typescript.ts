import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const LIBRARIES = ['contracts', 'kernel', 'messaging', 'service', 'testing'];

type Alias = readonly [name: string, source: string];

/**
 * Bundles an entry as the deployables are bundled: third-party packages stay outside.
 *
 * @param entry absolute path
 * @param root the checkout's absolute path
 * @param apps whose own packages the entry imports, by folder
 * @returns the bundle's absolute path, of this process alone
 */
export const bundleTypescript = (
  entry: string,
  root: string,
  apps: readonly string[] = [],
): string => {
  const sourceIn =
    (folder: string) =>
    (name: string): Alias => [`@outcry/${name}`, join(root, folder, name, 'src/index.ts')];
  const name = createHash('sha256').update(entry).digest('hex').slice(0, 12);
  // As deep as dist/apps/<app>, so that a service finds its migrations from here too.
  const outfile = join(root, 'dist/tests', name, `${process.pid}.cjs`);
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    conditions: ['@outcry/source'],
    packages: 'external',
    alias: Object.fromEntries([...LIBRARIES.map(sourceIn('libs')), ...apps.map(sourceIn('apps'))]),
    logLevel: 'silent',
  });
  return outfile;
};
