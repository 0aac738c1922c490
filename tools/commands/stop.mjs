/** `npm run stop`: ends the stack that runs on this checkout, in order, and keeps its data. */
import { ExplainedError, runMain } from '../bootstrap/explained-error.mjs';
import { gone } from '../stack/host/process-identity.mjs';
import { endOrphans, runningStack } from '../stack/state.mjs';

const WITHIN_MS = 90_000;

await runMain(async () => {
  const running = runningStack();
  if (running === undefined) {
    const orphans = await endOrphans();
    const left = orphans.length > 0 ? `; ended what was left: ${orphans.join(', ')}` : '';
    process.stdout.write(`Outcry was not running${left}.\n`);
    return;
  }
  process.kill(running.supervisor.pid, 'SIGTERM');
  if (!(await gone(running.supervisor, WITHIN_MS))) {
    throw new ExplainedError(
      `Outcry (pid ${running.supervisor.pid}) does not stop: end it with kill -9, then run this again.`,
    );
  }
  process.stdout.write('Outcry has stopped; its data is kept.\n');
});
