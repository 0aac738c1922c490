/** `npm start [-- --fresh] [--no-demo]`: from a bare clone to a running Outcry. */
import { runMain } from '../bootstrap/explained-error.mjs';
import { ensureInstalled } from '../bootstrap/install.mjs';
import { requireNode, runPinned } from '../bootstrap/pinned-node.mjs';

await runMain(async () => {
  requireNode();
  await ensureInstalled();
  return runPinned('tools/stack/serve.mjs', process.argv.slice(2));
});
