import { isOperationalError } from '@outcry/kernel';
import type { CommonEnvironment } from '../config/environment';
import { parseConfig } from '../config/parse-config';
import { createLogger, type Logger } from '../telemetry/logger';
import { startTelemetry, type Telemetry } from '../telemetry/telemetry';
import type { ServiceDefinition } from './service-definition';
import { startService, type RunningService } from './start-service';

const TELEMETRY_FLUSH_MS = 2_000;
const RETRY_MS = 500;
/** How long a start waits for a server that is itself still starting. */
const START_PATIENCE_MS = 30_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Started together with its servers a service waits for them a while instead of dying at once. */
const startPatiently = async (
  start: () => Promise<RunningService>,
  log: Logger,
): Promise<RunningService> => {
  const giveUpAt = performance.now() + START_PATIENCE_MS;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (!isOperationalError(error) || !error.retryable || performance.now() > giveUpAt) {
        throw error;
      }
      log.warn({ code: error.code, reason: error.message }, 'cannot start yet; trying again');
      await pause(RETRY_MS);
    }
  }
};

/** One sentence for a person, whatever the log level; the whole error goes to the log. */
const sayWhy = (name: string, error: unknown): void => {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${name} cannot start: ${reason}\n`);
};

const exitOnDefects = (log: Logger): void => {
  const end = (err: unknown, what: string): void => {
    log.fatal({ err }, what);
    log.flush();
    process.exit(1);
  };
  process.on('uncaughtException', (error) => end(error, 'uncaught exception'));
  process.on('unhandledRejection', (reason) => end(reason, 'unhandled rejection'));
};

const stopOnSignals = (service: RunningService, telemetry: Telemetry, log: Logger): void => {
  let stopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    // A second signal means: now.
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping');
    const clean = await service.stop();
    await telemetry.stop(TELEMETRY_FLUSH_MS);
    log.info({ clean }, 'stopped');
    log.flush();
    process.exit(clean ? 0 : 1);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, (s) => void stop(s));
};

/**
 * The whole of a service's process: configuration, telemetry, logger, {@link startService}, and an
 * ordered stop on SIGTERM or SIGINT. Exits with 1 when it cannot start or meets what nothing
 * handles: a process in doubt stops taking work.
 */
export const runService = async <Config extends CommonEnvironment>(
  definition: ServiceDefinition<Config>,
): Promise<void> => {
  const { name } = definition;
  try {
    const config = parseConfig(definition.config);
    const log = createLogger({ service: name, level: config.OUTCRY_LOG_LEVEL });
    exitOnDefects(log);
    const telemetry = await startTelemetry({
      service: name,
      otlpEndpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
    });
    const { metricsText } = telemetry;
    const service = await startPatiently(
      () => startService(definition, { config, log, metricsText }),
      log,
    );
    stopOnSignals(service, telemetry, log);
  } catch (error) {
    sayWhy(name, error);
    process.exit(1);
  }
};
