import type { RejectionRegistry } from '@outcry/contracts';
import type { Clock, IdGenerator } from '@outcry/kernel';
import type {
  ConsumerDefinition,
  Invariant,
  Outbox,
  ProjectionDefinition,
  Transport,
} from '@outcry/messaging';
import type { Express } from 'express';
import type { Redis } from 'ioredis';
import type { z } from 'zod';
import type { TokenVerifier } from '../auth/token-verifier';
import type { CommonEnvironment } from '../config/environment';
import type { ServiceDatabase } from '../database/database';
import type { Checks } from '../health/health';
import type { Route } from '../http/endpoint';
import type { ApiInfo } from '../openapi/openapi-document';
import type { Logger } from '../telemetry/logger';
import type { ServiceMetrics } from '../telemetry/metrics';
import type { BackgroundTask } from './background-task';

/** What a service is given to build itself from; asking for what its config lacks is a defect. */
export type ServiceDeps<Config> = {
  readonly name: string;
  readonly config: Config;
  readonly log: Logger;
  readonly metrics: ServiceMetrics;
  readonly verifier: TokenVerifier;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly database: ServiceDatabase;
  /**
   * Connections of their own for a purpose of which each statement is known: their plans go by an
   * index and are kept. They are closed at the stop.
   */
  readonly databaseByIndex: (purpose: string, connections: number) => ServiceDatabase;
  readonly outbox: Outbox;
  readonly transport: Transport;
  readonly redis: Redis;
  /** Aborts first of all at a stop: what streams or waits ends then. */
  readonly stopping: AbortSignal;
  /** Runs at the stop, after HTTP, consumers and relay and before Redis and the database. */
  readonly onStop: (close: () => Promise<void> | void) => void;
};

/** What a service consists of, as its `buildApp` returns it. */
export type ServiceParts = {
  readonly info: ApiInfo;
  readonly routes: readonly Route[];
  readonly rejections?: readonly RejectionRegistry[];
  readonly consumers?: readonly ConsumerDefinition[];
  readonly projections?: readonly ProjectionDefinition[];
  readonly background?: readonly BackgroundTask[];
  /** What is looked after while the service runs, beside what the chassis itself looks after. */
  readonly invariants?: readonly Invariant[];
  /** Mounts what is no endpoint: pages and proxies. */
  readonly extend?: (app: Express) => void;
  /** False where the service serves a merged document itself. */
  readonly ownOpenApi?: boolean;
  /** More checks beside those that the chassis makes. */
  readonly live?: Checks;
  readonly ready?: Checks;
};

export type ServiceDefinition<Config extends CommonEnvironment> = {
  readonly name: string;
  /** Parses the environment; what it names is opened: database, Kafka, Redis. */
  readonly config: z.ZodType<Config>;
  /**
   * The composition root's folder (`__dirname`), from which the migrations that the database must
   * have are found: `<dir>/migrations`, `<dir>/../prisma/migrations`, or, for a bundle inside of
   * the checkout, `<checkout>/apps/<name>/prisma/migrations`.
   */
  readonly dir: string;
  readonly build: (deps: ServiceDeps<Config>) => ServiceParts | Promise<ServiceParts>;
};

/** The variables that open a server, as far as a service's own schema has them. */
export type ServerEnvironment = {
  readonly OUTCRY_DATABASE_URL?: string;
  readonly OUTCRY_DATABASE_POOL?: number;
  readonly OUTCRY_KAFKA_BROKERS?: readonly string[];
  readonly OUTCRY_TOPIC_PREFIX?: string;
  readonly OUTCRY_REDIS_URL?: string;
};
