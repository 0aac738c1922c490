/**
 * `npm run mutants [-- --only NAME[,NAME…] | --list | --stryker]`: sabotages the product line by
 * line, each time in a throwaway copy of the checkout, and runs the test that must notice. Ends
 * with one line, `N killed, N survived`. `--stryker` makes Stryker's mutants instead.
 */
import { runMain } from './bootstrap/explained-error.mjs';
import { runStryker } from './mutants/stryker.mjs';
import { list, runMutants } from './mutants/run-mutants.mjs';
import { chosenMutants } from './mutants/table.mjs';

const args = process.argv.slice(2);
const only = args[args.indexOf('--only') + 1];

await runMain(async () => {
  if (args.includes('--stryker')) return runStryker();
  const mutants = chosenMutants(args.includes('--only') ? only : undefined);
  if (args.includes('--list')) return list(mutants);
  return runMutants(mutants);
});
