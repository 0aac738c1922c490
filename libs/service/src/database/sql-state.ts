import { isOperationalError, OperationalError } from '@outcry/kernel';

/** A failure's stable name, and whether the same call may succeed later without any change. */
type Translation = { readonly code: string; readonly retryable: boolean };

const later = (code: string): Translation => ({ code, retryable: true });
const never = (code: string): Translation => ({ code, retryable: false });

/** PostgreSQL error codes (PostgreSQL 18, appendix A) that a caller may meet or must tell apart. */
const BY_STATE: Readonly<Record<string, Translation>> = {
  '40001': later('serialization_failure'),
  '40P01': later('deadlock_detected'),
  '55P03': later('lock_timeout'),
  '55006': later('object_in_use'),
  '57014': later('statement_timeout'),
  '57P01': later('database_shutdown'),
  '57P02': later('database_shutdown'),
  '57P03': later('database_starting'),
  '57P05': later('connection_lost'),
  '53100': later('disk_full'),
  '53200': later('database_out_of_memory'),
  '53300': later('too_many_connections'),
  '58030': later('database_io_error'),
  '25006': later('database_read_only'),
  '25P03': later('transaction_timeout'),
  '25P04': later('transaction_timeout'),
  '23505': never('unique_violation'),
  '23503': never('foreign_key_violation'),
  '23514': never('check_violation'),
  '23502': never('not_null_violation'),
  '28P01': never('database_authentication_failed'),
  '28000': never('database_authentication_failed'),
  '3D000': never('database_missing'),
  '42P01': never('table_missing'),
};

const BY_CLASS: Readonly<Record<string, Translation>> = {
  '08': later('connection_lost'),
  '53': later('database_out_of_resources'),
};

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** node-postgres reports a lost or unobtainable connection by message only. */
const LOST_CONNECTION =
  /connection terminated|connection error|timeout exceeded when trying to connect|query read timeout|connection ended|timeout expired/i;

const codeOf = (error: unknown): string | undefined => {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
};

const translationOf = (error: unknown): Translation => {
  const code = codeOf(error);
  if (code !== undefined && UNREACHABLE.has(code)) return later('database_unreachable');
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code)) {
    return BY_STATE[code] ?? BY_CLASS[code.slice(0, 2)] ?? never(`sql_${code.toLowerCase()}`);
  }
  const message = error instanceof Error ? error.message : '';
  return LOST_CONNECTION.test(message) ? later('connection_lost') : never('database_error');
};

/**
 * Turns an error of node-postgres into an OperationalError, once; one that already is stays as it
 * is. The server's `detail` is left behind, since it quotes row values.
 */
export const translateSqlError = (error: unknown): OperationalError => {
  if (isOperationalError(error)) return error;
  const { code, retryable } = translationOf(error);
  const message = error instanceof AggregateError ? code : (error as Error).message;
  return new OperationalError(code, message, { retryable, cause: error });
};

/** The violated constraint's name, when the error is an integrity violation. */
export const constraintOf = (error: unknown): string | undefined => {
  const cause = isOperationalError(error) ? error.cause : error;
  if (typeof cause !== 'object' || cause === null || !('constraint' in cause)) return undefined;
  return typeof cause.constraint === 'string' ? cause.constraint : undefined;
};

/** Failures after which the whole transaction is simply run again. */
const REPEATED = new Set([
  'serialization_failure',
  'deadlock_detected',
  'idempotency_key_conflict',
]);

export const mustRepeatTransaction = (error: unknown): boolean =>
  isOperationalError(error) && REPEATED.has(error.code);
