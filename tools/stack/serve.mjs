/**
 * `npm start`, once the dependencies are there: brings the stack up, runs the demo, and serves until
 * a signal comes.
 */
import { OUTCRY_DIR } from '../bootstrap/checkout.mjs';
import { ExplainedError, runMain } from '../bootstrap/explained-error.mjs';
import { hasScript, showSpec, startReplay } from './demo.mjs';
import { keepLogsSmall } from './host/log-files.mjs';
import { demoIssuerPort } from './ports.mjs';
import { createProgress, seconds } from './progress.mjs';
import { createStack, removeData } from './stack.mjs';
import { endOrphans, openState, runningStack } from './state.mjs';

const FLAGS = ['--fresh', '--no-demo'];

/** @returns {{ signalled: Promise<void> }} Resolves when the person or the system asks to stop. */
const waitForSignal = () => {
  /** @type {() => void} */
  let resolve = () => undefined;
  /** @type {Promise<void>} */
  const signalled = new Promise((done) => (resolve = done));
  // Repeats change nothing: stopping takes a bounded time, and giving it up would leave processes.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => resolve());
  }
  return { signalled };
};

/**
 * @param {Map<string, number>} ports
 * @param {import('./servers/servers.mjs').Servers} servers
 */
const environmentOfDemo = (ports, servers) => ({
  ...process.env,
  OUTCRY_KAFKA_BROKERS: servers.brokers,
  OUTCRY_GATEWAY_URL: `http://127.0.0.1:${ports.get('gateway')}`,
  OUTCRY_DEMO_ISSUER_URL: `http://127.0.0.1:${demoIssuerPort}`,
});

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {ReturnType<typeof createStack>} stack
 * @param {import('./state.mjs').StateFile} state
 * @param {import('./progress.mjs').Progress} progress
 * @param {Promise<unknown>} interrupted
 */
const runDemo = async (env, stack, state, progress, interrupted) => {
  if (hasScript('demo')) {
    state.update({ demo: 'running' });
    const replay = startReplay(env, state);
    const exact = await Promise.race([replay.finished, interrupted.then(() => undefined)]);
    if (exact === undefined) return replay.stop();
    state.update({ demo: exact ? 'finished' : 'failed' });
    if (!exact) progress.line('! The demo did not end well: see its messages above.');
  }
  if (hasScript('show')) stack.crew.run(showSpec(env, OUTCRY_DIR));
};

/** @param {Map<string, number>} ports */
const addresses = (ports) => {
  const gateway = `http://127.0.0.1:${ports.get('gateway')}`;
  return [
    '',
    `  Auctions  ${gateway}/`,
    `  API       ${gateway}/docs`,
    '  Logs      npm run logs -- <service>',
    '  Stop      Ctrl-C, or npm run stop (data is kept; npm start -- --fresh begins anew)',
    '',
  ].join('\n');
};

/** @param {string[]} args */
const readFlags = (args) => {
  const unknown = args.filter((arg) => !FLAGS.includes(arg));
  if (unknown.length > 0) {
    throw new ExplainedError(`Unknown option ${unknown.join(' ')}: there are ${FLAGS.join(', ')}.`);
  }
  return { fresh: args.includes('--fresh'), demo: !args.includes('--no-demo') };
};

const refuseSecond = () => {
  const running = runningStack();
  if (running === undefined) return;
  throw new ExplainedError(
    `Outcry is already running here (pid ${running.supervisor.pid}): \`npm run status\` shows it, ` +
      '`npm run stop` ends it.',
  );
};

await runMain(async () => {
  const flags = readFlags(process.argv.slice(2));
  refuseSecond();
  const { signalled } = waitForSignal();
  process.stdout.on('error', () => undefined); // The reader of a pipe may go; we go on serving.
  const progress = createProgress(process.stdout);
  const orphans = await endOrphans();
  if (orphans.length > 0) progress.line(`  Ended what a killed start left: ${orphans.join(', ')}`);
  if (flags.fresh) removeData(OUTCRY_DIR);
  const state = openState(OUTCRY_DIR);
  state.update({ demo: flags.demo && hasScript('demo') ? 'waiting' : 'skipped' });
  const stack = createStack({ directory: OUTCRY_DIR, demo: true, state, progress });
  const logs = keepLogsSmall(OUTCRY_DIR);
  const serve = async () => {
    const servers = await stack.start();
    const env = environmentOfDemo(stack.ports, servers);
    progress.line(`Ready in ${seconds(progress.elapsedMs())}`);
    progress.line(addresses(stack.ports));
    if (flags.demo) await runDemo(env, stack, state, progress, signalled);
    await stack.crew.failed;
  };
  try {
    await Promise.race([serve(), signalled]);
  } finally {
    progress.line('Stopping');
    logs.stop();
    await stack.stop();
    progress.line('Stopped');
  }
});

// Parts of a start that was cut short may still be waiting for servers that will not come.
process.exit();
