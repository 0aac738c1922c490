import { z } from 'zod';
import { LOG_LEVELS } from '../telemetry/logger';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const port = z.coerce.number().int().min(0).max(65_535);

/** `host:port,host:port` */
export const brokerList = z
  .string()
  .transform((text) => text.split(',').map((broker) => broker.trim()))
  .pipe(z.array(z.string().regex(/^[^\s:]+:\d{1,5}$/, 'must be host:port, separated by commas')));

/** The variables that every service understands; a service extends them with its own. */
export const commonEnvironment = z.object({
  OUTCRY_HTTP_HOST: z.string().default('127.0.0.1'),
  OUTCRY_HTTP_PORT: port,
  OUTCRY_JWKS_URL: z.url(),
  OUTCRY_TOKEN_ISSUER: z.string().min(1),
  OUTCRY_DEMO: flag.default(false),
  OUTCRY_LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  /** How long a stop may take before the process exits all the same. */
  OUTCRY_SHUTDOWN_MS: z.coerce.number().int().positive().default(15_000),
  /** From one look at the invariants to the next. */
  OUTCRY_AUDIT_INTERVAL_MS: z.coerce.number().int().min(100).default(30_000),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
});
export type CommonEnvironment = z.output<typeof commonEnvironment>;

export const databaseEnvironment = z.object({
  OUTCRY_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  OUTCRY_DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
});

export const kafkaEnvironment = z.object({
  OUTCRY_KAFKA_BROKERS: brokerList,
  /** Tests give each run topics of its own. */
  OUTCRY_TOPIC_PREFIX: z
    .string()
    .regex(/^[a-z0-9.-]*$/)
    .default(''),
});

export const redisEnvironment = z.object({
  OUTCRY_REDIS_URL: z.url({ protocol: /^rediss?$/ }),
});
