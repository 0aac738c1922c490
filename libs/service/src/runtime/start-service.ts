import { OperationalError } from '@outcry/kernel';
import { createConsumer, createProjection, type Consumer, type Transport } from '@outcry/messaging';
import type { Express } from 'express';
import { auditorOf } from '../audit/auditor-of';
import { createTokenVerifier, type TokenVerifier } from '../auth/token-verifier';
import type { CommonEnvironment } from '../config/environment';
import { missingMigrations } from '../database/schema-check';
import type { Checks, Health } from '../health/health';
import { createHttpApp } from '../http/http-app';
import { listenHttp } from '../http/http-server';
import { silentLogger, type Logger } from '../telemetry/logger';
import { serviceMetrics, type ServiceMetrics } from '../telemetry/metrics';
import { periodicTask, type BackgroundTask } from './background-task';
import { expectedMigrations } from './expected-migrations';
import { openResources, required, type Resources } from './resources';
import type {
  ServerEnvironment,
  ServiceDefinition,
  ServiceDeps,
  ServiceParts,
} from './service-definition';
import { createStopSequence, type StopSequence } from './stop-sequence';

export type StartOptions<Config> = {
  readonly config: Config;
  readonly log?: Logger;
  readonly metricsText?: () => Promise<string>;
  /** Instead of Kafka: an in-memory transport in tests. */
  readonly transport?: Transport;
  readonly verifier?: TokenVerifier;
};

export type RunningService = {
  readonly name: string;
  readonly port: number;
  readonly url: string;
  /** Stops in order; true when every step ended well and in time. */
  readonly stop: () => Promise<boolean>;
};

const HTTP_GRACE_MS = 5_000;

/** Proves that the service's own database is there and has every migration it was built for. */
const schemaCheck = ({ database }: Resources, name: string, dir: string): (() => Promise<void>) => {
  if (database === undefined) return async () => undefined;
  const expected = expectedMigrations(name, dir);
  return async () => {
    const missing = await missingMigrations(database, expected);
    if (missing.length === 0) return;
    throw new OperationalError(
      'database_not_migrated',
      `the database lacks ${missing.join(', ')}: run the migrations first`,
      { retryable: true },
    );
  };
};

const depsOf = <Config>(
  given: Pick<ServiceDeps<Config>, 'name' | 'config' | 'log' | 'metrics' | 'verifier' | 'stopping'>,
  resources: Resources,
  stop: StopSequence,
): ServiceDeps<Config> => ({
  ...given,
  clock: resources.clock,
  ids: resources.ids,
  get database() {
    return required(resources.database, 'database');
  },
  databaseByIndex: (purpose, connections) =>
    required(resources.databaseByIndex(purpose, connections), 'database'),
  get outbox() {
    return required(resources.outbox, 'outbox');
  },
  get transport() {
    return required(resources.transport, 'Kafka brokers');
  },
  get redis() {
    return required(resources.redis, 'Redis');
  },
  onStop: (close) => stop.add('service', async () => close()),
});

const consumersOf = (
  parts: ServiceParts,
  resources: Resources,
  log: Logger,
  metrics: ServiceMetrics,
): Consumer[] => {
  const { consumers = [], projections = [] } = parts;
  if (consumers.length + projections.length === 0) return [];
  const transport = required(resources.transport, 'Kafka brokers');
  return [
    ...consumers.map((definition) =>
      createConsumer(definition, {
        database: required(resources.database, 'database'),
        outbox: required(resources.outbox, 'outbox'),
        ...{ transport, log, metrics },
      }),
    ),
    ...projections.map((definition) => createProjection(definition, { transport, log, metrics })),
  ];
};

/** Stalled means: broker there, work waiting, nothing moving. Only then a restart helps. */
const consumerChecks = (consumers: readonly Consumer[]): Checks => ({
  consumers: () =>
    consumers.some((consumer) => consumer.health().stalled) ? 'a consumer does not advance' : 'ok',
});

type Phase = { started: boolean; readonly stopping: AbortController };

const healthOf = (
  phase: Phase,
  parts: ServiceParts,
  consumers: readonly Consumer[],
  schema: () => Promise<void>,
): Health => ({
  startup: { started: () => (phase.started ? 'ok' : 'starting') },
  live: { ...consumerChecks(consumers), ...parts.live },
  ready: {
    running: () => (phase.stopping.signal.aborted ? 'stopping' : 'ok'),
    database: () => schema().then(() => 'ok'),
    ...parts.ready,
  },
});

const startConsuming = async (
  consumers: readonly Consumer[],
  relay: Resources['relay'],
  stop: StopSequence,
): Promise<void> => {
  if (relay !== undefined) {
    await relay.start();
    stop.add('relay', relay.stop);
  }
  stop.add('consumers', () => Promise.all(consumers.map((consumer) => consumer.stop())));
  await Promise.all(consumers.map((consumer) => consumer.start()));
};

const startBackground = (background: readonly BackgroundTask[], stop: StopSequence): void => {
  stop.add('background', () => Promise.all(background.map((task) => task.stop())));
  for (const task of background) task.start();
};

/**
 * Composes and starts a service in this process: database and its schema, Redis, transport, outbox
 * and relay, consumers, background tasks, HTTP. It stops in the reverse order: readiness fails
 * first, requests and messages in hand are finished, the relay empties what it has, and only then
 * the servers are left.
 *
 * @throws OperationalError when a server that is needed at start does not answer
 */
export const startService = async <Config extends CommonEnvironment>(
  definition: ServiceDefinition<Config>,
  options: StartOptions<Config>,
): Promise<RunningService> => {
  const { name } = definition;
  const { config, log = silentLogger() } = options;
  const stop = createStopSequence(log);
  try {
    const phase: Phase = { started: false, stopping: new AbortController() };
    const stopping = phase.stopping.signal;
    const metrics = serviceMetrics();
    const servers = config as Config & ServerEnvironment;
    const { transport } = options;
    const resources = openResources({ name, config: servers, log, metrics, stop, transport });
    const schema = schemaCheck(resources, name, definition.dir);
    await schema();
    const verifier =
      options.verifier ??
      createTokenVerifier({ jwksUrl: config.OUTCRY_JWKS_URL, issuer: config.OUTCRY_TOKEN_ISSUER });
    const deps = depsOf({ name, config, log, metrics, verifier, stopping }, resources, stop);
    const parts = await definition.build(deps);
    const consumers = consumersOf(parts, resources, log, metrics);
    const auditor = auditorOf({ parts, resources, consumers, log, metrics });
    const app: Express = createHttpApp({
      ...parts,
      ...{ verifier, log, stopping, auditor },
      health: healthOf(phase, parts, consumers, schema),
      demo: config.OUTCRY_DEMO,
      ...(options.metricsText === undefined ? {} : { metricsText: options.metricsText }),
    });

    await startConsuming(consumers, resources.relay, stop);
    const { OUTCRY_AUDIT_INTERVAL_MS: everyMs } = config;
    const audit = periodicTask({ name: 'audit', everyMs, log, run: auditor.look });
    startBackground([...(parts.background ?? []), audit], stop);
    const { OUTCRY_HTTP_HOST: host, OUTCRY_HTTP_PORT: port } = config;
    const server = await listenHttp(app, { host, port });
    stop.add('http', () => server.close(HTTP_GRACE_MS));
    phase.started = true;
    log.info({ port: server.port }, 'started');
    return {
      name,
      port: server.port,
      url: server.url,
      stop: () => {
        phase.stopping.abort();
        return stop.run(config.OUTCRY_SHUTDOWN_MS);
      },
    };
  } catch (error) {
    await stop.run(config.OUTCRY_SHUTDOWN_MS);
    throw error;
  }
};
