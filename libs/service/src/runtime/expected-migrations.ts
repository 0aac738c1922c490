import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OperationalError } from '@outcry/kernel';
import { readMigrations } from '../database/migration-files';

/**
 * Names of the migrations that a service's code was written against.
 *
 * @param dir the folder of its composition root, in the sources or in a bundle
 * @throws OperationalError `migrations_missing` when there is no such folder
 */
export const expectedMigrations = (name: string, dir: string): string[] => {
  const folder = [
    join(dir, 'migrations'),
    join(dir, '../prisma/migrations'),
    join(dir, '../../../apps', name, 'prisma/migrations'),
  ].find((candidate) => existsSync(candidate));
  if (folder !== undefined) return readMigrations(folder).map((migration) => migration.name);
  throw new OperationalError('migrations_missing', `no migrations of ${name} beside ${dir}`, {
    retryable: false,
  });
};
