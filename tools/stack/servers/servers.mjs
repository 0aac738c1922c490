import { join } from 'node:path';
import { kafkaReady, prepareKafka } from './kafka.mjs';
import { postgresReady, preparePostgres } from './postgres.mjs';
import { prepareRedis, redisReady } from './redis.mjs';

/**
 * PostgreSQL, Kafka and Redis: given by the environment, or our own.
 *
 * @typedef {import('../supervisor.mjs').ProcessSpec} ProcessSpec
 * @typedef {{ postgresUrl: string, brokers: string, redisUrl: string }} Servers
 * @typedef {(spec: ProcessSpec) => void} Run
 * @typedef {{
 *   directory: string,
 *   ports: import('../ports.mjs').ServerPorts,
 *   maxConnections: number,
 *   postgresSettings?: readonly string[],
 *   kafkaJvm?: readonly string[],
 *   env: NodeJS.ProcessEnv,
 *   progress: import('../progress.mjs').Progress,
 *   run: Run,
 * }} Options
 */

/** @param {NodeJS.ProcessEnv} env @returns {Set<string>} Those that are given. */
export const givenServers = (env) => {
  const variables = {
    postgres: env.OUTCRY_POSTGRES_URL,
    kafka: env.OUTCRY_KAFKA_BROKERS,
    redis: env.OUTCRY_REDIS_URL,
  };
  return new Set(Object.entries(variables).flatMap(([name, value]) => (value ? [name] : [])));
};

/**
 * Starts what is not given, all at once, and waits until each answers.
 * @param {Options} options
 * @returns {Promise<Servers>}
 */
export const startServers = async (options) => {
  const [postgresUrl, brokers, redisUrl] = await Promise.all([
    startPostgres(options),
    startKafka(options),
    startRedis(options),
  ]);
  return { postgresUrl, brokers, redisUrl };
};

/** @param {Options} options */
const startPostgres = ({ directory, ports, env, progress, run, ...settings }) =>
  progress.step('PostgreSQL', async (detail) => {
    const given = env.OUTCRY_POSTGRES_URL;
    if (given) {
      detail(`${new URL(given).host}, as given`);
      await postgresReady(given);
      return given;
    }
    const logFile = join(directory, 'logs/postgres.log');
    const postgres = await preparePostgres({
      directory,
      port: ports.postgres,
      logFile,
      ...settings,
    });
    if (postgres.movedTo) progress.line(`  PostgreSQL keeps its data in ${postgres.movedTo}`);
    run(postgres.spec);
    await postgresReady(postgres.url);
    detail(`${postgres.version} on port ${ports.postgres}`);
    return postgres.url;
  });

/** @param {Options} options */
const startKafka = ({ directory, ports, env, progress, run, kafkaJvm }) =>
  progress.step('Kafka', async (detail) => {
    const given = env.OUTCRY_KAFKA_BROKERS;
    if (given) {
      detail(`${given}, as given`);
      await kafkaReady(given);
      return given;
    }
    const logFile = join(directory, 'logs/kafka.log');
    const kafka = await prepareKafka({
      directory,
      port: ports.kafka,
      controllerPort: ports.kafkaController,
      logFile,
      ...(kafkaJvm && { jvm: kafkaJvm }),
    });
    run(kafka.spec);
    await kafkaReady(kafka.brokers);
    detail(`on port ${ports.kafka}`);
    return kafka.brokers;
  });

/** @param {Options} options */
const startRedis = ({ directory, ports, env, progress, run }) =>
  progress.step('Redis', async (detail) => {
    const given = env.OUTCRY_REDIS_URL;
    if (given) {
      detail(`${new URL(given).host}, as given`);
      await redisReady(given);
      return given;
    }
    const logFile = join(directory, 'logs/redis.log');
    const redis = await prepareRedis({ directory, port: ports.redis, logFile });
    run(redis.spec);
    await redisReady(redis.url);
    detail(`on port ${ports.redis}`);
    return redis.url;
  });
