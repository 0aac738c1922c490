import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { DOWNLOADS_DIR } from '../../bootstrap/checkout.mjs';
import { ExplainedError } from '../../bootstrap/explained-error.mjs';
import { lastLine, runCommand } from '../host/command.mjs';
import { requireJava } from '../host/java.mjs';
import { fetchArtifacts } from '../host/maven.mjs';
import { until } from '../host/until.mjs';

/**
 * One Kafka node (KRaft, broker and controller in one process) from Maven's artifacts.
 *
 * @typedef {import('../supervisor.mjs').ProcessSpec} ProcessSpec
 * @typedef {{ spec: ProcessSpec, brokers: string }} KafkaNode
 */

const READY_WITHIN_MS = 90_000;
const STOP_GRACE_MS = 30_000;
/** @param {string} [version] Of the pom's if not named. */
const libraryOf = (version) =>
  join(DOWNLOADS_DIR, version === undefined ? 'kafka' : `kafka-${version}`);

/**
 * @param {string} data
 * @param {number} port
 * @param {number} controllerPort
 */
const properties = (data, port, controllerPort) => ({
  'process.roles': 'broker,controller',
  'node.id': 1,
  'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
  listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
  'advertised.listeners': `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
  'controller.listener.names': 'CONTROLLER',
  'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
  'log.dirs': data,
  'auto.create.topics.enable': false, // Topics come from the registry alone.
  'offsets.topic.num.partitions': 4,
  'offsets.topic.replication.factor': 1,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'share.coordinator.state.topic.replication.factor': 1,
  'share.coordinator.state.topic.min.isr': 1,
  'group.initial.rebalance.delay.ms': 0,
  // A killed broker may register again only when its old session has ended.
  'broker.session.timeout.ms': 4_000,
  'broker.heartbeat.interval.ms': 500,
  'log.segment.bytes': 64 * 1024 * 1024,
  'log.cleaner.dedupe.buffer.size': 8_388_608, // The default does not fit the small heap.
  'controlled.shutdown.max.retries': 1, // There is no other broker to hand leadership to.
});

/** Starts with 60 % of the CPU time and idles in little memory; enough for one machine. */
const QUICK_JVM = ['-Xms192m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/**
 * @param {{
 *   directory: string, port: number, controllerPort: number, logFile: string,
 *   settings?: Record<string, string>, version?: string, jvm?: readonly string[],
 * }} options `settings` take the place of our own, such as more listeners.
 * @returns {Promise<KafkaNode>} Its storage formatted, ready to be run.
 */
export const prepareKafka = async (options) => {
  const { directory, port, controllerPort, logFile, settings = {}, version } = options;
  const { jvm = QUICK_JVM } = options;
  const library = libraryOf(version);
  const java = await requireJava();
  const instead = 'set OUTCRY_KAFKA_BROKERS to a Kafka that runs already';
  await fetchArtifacts('kafka', library, instead, version ? { 'kafka.version': version } : {});
  const data = join(directory, 'kafka');
  const config = join(directory, 'kafka.properties');
  mkdirSync(directory, { recursive: true });
  const lines = Object.entries({ ...properties(data, port, controllerPort), ...settings });
  writeFileSync(config, lines.map(([key, value]) => `${key}=${value}\n`).join(''));
  if (!existsSync(join(data, 'meta.properties'))) await format(java, library, config);
  return {
    brokers: `127.0.0.1:${port}`,
    spec: {
      name: 'kafka',
      role: 'server',
      command: java,
      args: [
        ...jvm,
        '-Djava.awt.headless=true',
        '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
        '-Dorg.slf4j.simpleLogger.showDateTime=true',
        '-cp',
        join(library, '*'),
        'kafka.Kafka',
        config,
      ],
      cwd: directory,
      logFile,
      stopSignal: 'SIGTERM',
      stopGraceMs: STOP_GRACE_MS,
    },
  };
};

/** @param {string} java @param {string} library @param {string} config */
const format = async (java, library, config) => {
  const clusterId = randomBytes(16).toString('base64url');
  const tool = ['-XX:TieredStopAtLevel=1', '-cp', join(library, '*'), 'kafka.tools.StorageTool'];
  const { code, output } = await runCommand(java, [
    ...tool,
    ...['format', '--standalone', `--cluster-id=${clusterId}`, '-c', config],
  ]);
  if (code === 0) return;
  throw new ExplainedError(`Kafka could not format its data folder: ${lastLine(output)}`);
};

/**
 * A client that stays silent: who calls it retries, and says so once.
 * @param {string} brokers Comma-separated host:port.
 */
export const quietKafka = (brokers) =>
  new Kafka({
    clientId: 'outcry-tools',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
    connectionTimeout: 2_000,
    retry: { retries: 0 },
  });

/** @param {string} brokers */
export const kafkaReady = (brokers) => until(() => answers(brokers), READY_WITHIN_MS, 'Kafka');

/** @param {string} brokers A metadata answer, not an open port, tells that the broker is in use. */
const answers = async (brokers) => {
  const admin = quietKafka(brokers).admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
};
