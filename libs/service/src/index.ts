export { chassisInvariants } from './audit/chassis-invariants';
export { ROLES, type Principal, type Role } from './auth/principal';
export {
  createTokenVerifier,
  type TokenRefusal,
  type TokenVerifier,
  type TokenVerifierOptions,
} from './auth/token-verifier';
export {
  brokerList,
  commonEnvironment,
  databaseEnvironment,
  kafkaEnvironment,
  redisEnvironment,
  type CommonEnvironment,
} from './config/environment';
export { parseConfig } from './config/parse-config';
export { createDatabase, type DatabaseOptions, type ServiceDatabase } from './database/database';
export {
  createGroupCommit,
  type GroupCommit,
  type GroupCommitOptions,
} from './database/group-commit';
export { sentTogether } from './database/sent-together';
export { readMigrations, type Migration } from './database/migration-files';
export { applyMigrations, runMigrations } from './database/migrations';
export { missingMigrations } from './database/schema-check';
export { CHASSIS_TABLES, driftOf, type DriftOptions } from './database/schema-drift';
export { constraintOf, translateSqlError } from './database/sql-state';
export {
  healthyAlways,
  runChecks,
  type CheckResult,
  type Checks,
  type Health,
  type HealthProbe,
  type HealthReport,
} from './health/health';
export { callerOf, DEFAULT_TENANT, principalOf, type Caller } from './http/request/authentication';
export { canonicalHash, canonicalJson } from './http/request/canonical-json';
export {
  defineEndpoint,
  route,
  type EndpointDefinition,
  type EndpointHandler,
  type EndpointRequest,
  type HttpMethod,
  type HttpResult,
  type ResponseDefinition,
  type Route,
} from './http/endpoint';
export { entityTag, matchesIfMatch, matchesIfNoneMatch } from './http/response/entity-tag';
export {
  encodeEvent,
  EVENT_STREAM_HEADERS,
  openEventStream,
  type EventStream,
  type ServerSentEvent,
} from './http/response/event-stream';
export { createHttpApp, type HttpAppOptions } from './http/http-app';
export { listenHttp, type HttpServer } from './http/http-server';
export {
  mergeRegistries,
  PROBLEM_TYPE,
  problemOf,
  Refusal,
  rejectionOfError,
  type CommonCode,
  type Problem,
} from './http/response/problem';
export { pageOf, pageQuery, pageSchema, type Cursor, type Page } from './http/page';
export { requestIdOf } from './http/request/request-id';
export { renderAnswer, sendAnswer, type RenderedAnswer } from './http/response/respond';
export { createIdempotency, type Idempotency } from './idempotency/idempotency';
export {
  idempotencyScope,
  parseIdempotencyKey,
  type IdempotencyKeyForm,
} from './idempotency/idempotency-key';
export { createKeyFlights, type KeyFlights } from './idempotency/key-flights';
export {
  answerAgain,
  claimFirst,
  completeClaim,
  findStored,
  isStorable,
  keyedRequestOf,
  storeOutcomes,
  type Answer,
  type KeyedRequest,
  type Outcome,
} from './idempotency/outcome-store';
export { outcomeSweeper, sweepOutcomes } from './idempotency/outcome-sweeper';
export {
  authorisationMatrix,
  type MatrixOutcome,
  type MatrixRow,
} from './openapi/authorisation-matrix';
export { openApiDocument, type ApiInfo, type OpenApiDocument } from './openapi/openapi-document';
export {
  breaker,
  type Breaker,
  type BreakerOptions,
  type BreakerState,
} from './resilience/breaker';
export {
  periodicTask,
  type BackgroundTask,
  type PeriodicTaskOptions,
} from './runtime/background-task';
export { connectRedis } from './runtime/redis-connection';
export { runService } from './runtime/run-service';
export type { ServiceDefinition, ServiceDeps, ServiceParts } from './runtime/service-definition';
export { startService, type RunningService, type StartOptions } from './runtime/start-service';
export {
  createLogger,
  LOG_LEVELS,
  silentLogger,
  type Logger,
  type LogLevel,
} from './telemetry/logger';
export { serviceMetrics, type ServiceMetrics } from './telemetry/metrics';
export { startTelemetry, traceHeaders, type Telemetry } from './telemetry/telemetry';
export { metricCatalogue } from './telemetry/catalogue/metric-catalogue';
export type { Metric } from './telemetry/catalogue/metric';
