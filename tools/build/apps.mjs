import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../bootstrap/checkout.mjs';

/**
 * What the folders of apps/ are, told by their contents: a new service needs no registration.
 * @typedef {{ name: string, root: string, ownsDatabase: boolean, migrations: string, bundle: string }} App
 */

/** @returns {App[]} Every deployable: an app with a composition root, by name. */
export const deployables = () =>
  readdirSync(join(ROOT, 'apps'))
    .sort()
    .filter((name) => existsSync(join(ROOT, 'apps', name, 'src/main.ts')))
    .map((name) => ({
      name,
      root: `apps/${name}`,
      ownsDatabase: existsSync(join(ROOT, 'apps', name, 'prisma/migrations')),
      migrations: join(ROOT, 'apps', name, 'prisma/migrations'),
      bundle: `dist/apps/${name}/main.cjs`,
    }));

/** @returns {string[]} Roots of the apps that have a Prisma schema. */
export const prismaRoots = () =>
  readdirSync(join(ROOT, 'apps'))
    .sort()
    .map((name) => `apps/${name}`)
    .filter((root) => existsSync(join(ROOT, root, 'prisma/schema.prisma')));
