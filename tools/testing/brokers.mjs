/**
 * `npm run test:brokers [-- VERSION…]`: the transport's tests against brokers of the oldest and the
 * newest line that is supported, each started for it and removed afterwards. Ends with one line,
 * `N passed, N failed`.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { OUTCRY_DIR } from '../bootstrap/checkout.mjs';
import { ExplainedError, runMain } from '../bootstrap/explained-error.mjs';
import { createCrew } from '../stack/crew.mjs';
import { freePort } from '../stack/ports.mjs';
import { createProgress } from '../stack/progress.mjs';
import { kafkaReady, prepareKafka } from '../stack/servers/kafka.mjs';
import { openState } from '../stack/state.mjs';
import { sum } from './count.mjs';
import { startStep } from './run-step.mjs';

const VERSIONS = ['3.9.1', '4.3.0'];
/** Those that need a broker and no other server. */
const TESTS =
  'kafka/(kafka-transport|group/first-offsets|group/group-probe|fetch/damaged-records)\\.int';
const CONFIG = 'libs/messaging/jest.config.cjs';

const progress = createProgress(process.stdout);

/** @param {string} version @param {string} directory */
const testWith = async (version, directory) => {
  const crew = createCrew(openState(directory), (line) => progress.line(`! ${line}`));
  try {
    const [port, controllerPort] = [await freePort(), await freePort()];
    const logFile = join(directory, 'logs/kafka.log');
    const kafka = await prepareKafka({ directory, port, controllerPort, logFile, version });
    crew.run(kafka.spec);
    await Promise.race([kafkaReady(kafka.brokers), crew.failed]);
    const step = { name: version, jest: { config: CONFIG, workers: 1 } };
    const env = { ...process.env, OUTCRY_KAFKA_BROKERS: kafka.brokers };
    return await startStep(step, { env, directory, args: [TESTS], output: () => undefined })
      .finished;
  } finally {
    await crew.stop();
  }
};

await runMain(async () => {
  const named = process.argv.slice(2);
  const odd = named.find((version) => !/^\d+\.\d+\.\d+$/.test(version));
  if (odd !== undefined) {
    throw new ExplainedError(`"${odd}" is no version of Kafka: name some as in 4.3.0, or none.`);
  }
  const counts = [];
  for (const version of named.length > 0 ? named : VERSIONS) {
    const directory = join(OUTCRY_DIR, `brokers/${process.pid}-${version}`);
    try {
      const count = await testWith(version, directory);
      progress.line(`Kafka ${version}: ${count.passed} passed, ${count.failed} failed`);
      for (const name of count.names ?? []) progress.line(`✗ ${name}`);
      counts.push(count);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
  const { passed, failed } = sum(counts);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
