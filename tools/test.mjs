/** `npm test`: on a bare clone too, runs every check and every test on a stack of its own. */
import { runMain } from './bootstrap/explained-error.mjs';
import { ensureInstalled } from './bootstrap/install.mjs';
import { requireNode, runPinned } from './bootstrap/pinned-node.mjs';

await runMain(async () => {
  requireNode();
  await ensureInstalled();
  return runPinned('tools/testing/run.mjs', process.argv.slice(2));
});
