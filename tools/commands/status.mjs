/**
 * `npm run status`: what runs, as a table. Exit code 0 only when every part is ready and the
 * start-up demo has finished.
 */
import { runMain } from '../bootstrap/explained-error.mjs';
import { isAlive } from '../stack/host/process-identity.mjs';
import { accepts, isReady } from '../stack/host/probe.mjs';
import { runningStack } from '../stack/state.mjs';

/**
 * @param {import('../stack/state.mjs').StackState} state
 * @param {import('../stack/state.mjs').Endpoint} endpoint
 */
const row = async (state, { name, role, port, given }) => {
  if (given) return { name, text: 'given by the environment', ready: true };
  const recorded = state.processes[name];
  if (recorded === undefined || !isAlive(recorded)) return { name, text: 'down', ready: false };
  const ready = await (role === 'service' ? isReady(port) : accepts(port));
  const text = `${ready ? 'ready' : 'not ready'}  port ${port}  pid ${recorded.pid}`;
  return { name, text, ready };
};

await runMain(async () => {
  const state = runningStack();
  if (state === undefined) {
    process.stdout.write('Outcry is not running here: `npm start` starts it.\n');
    return 1;
  }
  const rows = await Promise.all(state.endpoints.map((endpoint) => row(state, endpoint)));
  for (const { name, text } of rows) process.stdout.write(`${name.padEnd(16)} ${text}\n`);
  const isReplayed = state.demo === 'finished' || state.demo === 'skipped';
  process.stdout.write(
    `${'demo'.padEnd(16)} ${state.demo}\n${'stack'.padEnd(16)} ${state.phase}\n`,
  );
  return state.phase === 'serving' && isReplayed && rows.every(({ ready }) => ready) ? 0 : 1;
});
