export { ROLES, type Principal, type Role } from './auth/principal';
export { createDatabase, type DatabaseOptions, type ServiceDatabase } from './database/database';
export { readMigrations, type Migration } from './database/migration-files';
export { applyMigrations, runMigrations } from './database/migrations';
export { missingMigrations } from './database/schema-check';
export { constraintOf, translateSqlError } from './database/sql-state';
export type {
  EndpointDefinition,
  EndpointHandler,
  EndpointRequest,
  HttpMethod,
  HttpResult,
} from './http/endpoint';
