import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One step of a schema, `<utc>_<name>`; steps run in the order of their names. */
export type Migration = { readonly name: string; readonly sql: string };

/**
 * Reads a migrations folder: `<utc>_<name>/migration.sql`, as a service keeps them, or plain
 * `<name>.sql` files, as a library keeps the tables that services copy.
 */
export const readMigrations = (dir: string): Migration[] =>
  readdirSync(dir, { withFileTypes: true })
    .map((entry) => ({
      name: entry.name.replace(/\.sql$/, ''),
      file: entry.isDirectory()
        ? join(dir, entry.name, 'migration.sql')
        : join(dir, entry.name.endsWith('.sql') ? entry.name : ''),
    }))
    .filter(({ file }) => file.endsWith('.sql') && existsSync(file))
    .map(({ name, file }) => ({ name, sql: readFileSync(file, 'utf8') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
