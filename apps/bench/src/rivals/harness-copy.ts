import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The harness in the folder of rivals, or the folder itself when it is the harness. */
const harnessIn = (directory: string): string => {
  for (const folder of [join(directory, 'debezium'), directory]) {
    if (existsSync(join(folder, 'run.mjs'))) return folder;
  }
  throw new Error(`There is no Debezium harness in ${directory}: no debezium/run.mjs.`);
};

/**
 * A copy of the harness to run, since what is given may be read-only and without dependencies:
 * within the checkout it finds the same client libraries as the product uses.
 *
 * @param directory as given on the command line
 * @param work a folder of ours, whose `harness` it replaces
 * @throws Error with a sentence when there is none
 */
export const copyHarness = (directory: string, work: string): string => {
  const given = harnessIn(directory);
  const copy = join(work, 'harness');
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  for (const entry of readdirSync(given, { withFileTypes: true })) {
    if (entry.isFile()) copyFileSync(join(given, entry.name), join(copy, entry.name));
  }
  return copy;
};
