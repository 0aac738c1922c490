import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The checkout, from wherever in it this runs, bundled or not. */
export const checkoutRoot = (): string => {
  let directory = process.cwd();
  while (!existsSync(join(directory, 'nx.json'))) {
    if (dirname(directory) === directory) throw new Error('this is not run within a checkout');
    directory = dirname(directory);
  }
  return directory;
};
