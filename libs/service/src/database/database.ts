import { assert, isOperationalError, OperationalError } from '@outcry/kernel';
import { preparedName, type Database, type Sql, type TransactOptions } from '@outcry/messaging';
import {
  Pool,
  types,
  type CustomTypesConfig,
  type PoolClient,
  type QueryConfig,
  type QueryResult,
} from 'pg';
import { areByIndex, BY_INDEX } from './by-index';
import { sentTogether } from './sent-together';
import { mustRepeatTransaction, translateSqlError } from './sql-state';
import { withTextArray } from './text-array';

export type DatabaseOptions = {
  readonly connectionString: string;
  /** Shown in pg_stat_activity; usually the service's name. */
  readonly applicationName?: string;
  readonly maxConnections?: number;
  readonly statementTimeoutMs?: number;
  readonly lockTimeoutMs?: number;
  readonly idleInTransactionTimeoutMs?: number;
  /** How long a caller waits for a connection, be it a new one or one of a busy pool. */
  readonly connectTimeoutMs?: number;
  /**
   * Plans go by an index wherever there is one, so that they may be kept however much their tables
   * grow. For connections of which each statement is known. Should the server not hear of it, no
   * such plan is kept.
   */
  readonly byIndex?: boolean;
  /** Told once if the server did not hear of `byIndex`. */
  readonly onByIndexLost?: () => void;
  /** Told of every repeated transaction, with the failure's code. */
  readonly onRepeat?: (code: string) => void;
  /** Told of every failed transaction or statement, with the failure's code. */
  readonly onFailure?: (code: string) => void;
};

export type ServiceDatabase = Database & {
  readonly pool: Pool;
  readonly close: () => Promise<void>;
};

const DEFAULTS = {
  applicationName: 'outcry',
  maxConnections: 10,
  statementTimeoutMs: 15_000,
  lockTimeoutMs: 10_000,
  idleInTransactionTimeoutMs: 15_000,
  connectTimeoutMs: 5_000,
  byIndex: false,
};
const MAX_ATTEMPTS = 12;
const BACKOFF_CAP_MS = 200;
const DATE_OID = 1082;

/**
 * How values arrive: bigint and numeric as decimal strings (`BigInt(row.amount)`), timestamptz as
 * a Date floored to milliseconds, date as text, json parsed.
 */
const valueTypes: CustomTypesConfig = {
  getTypeParser: (oid: number): ((text: string) => unknown) =>
    oid === DATE_OID
      ? (text) => text
      : (types.getTypeParser(oid, 'text') as (text: string) => unknown),
};

const newPool = (options: DatabaseOptions & typeof DEFAULTS): Pool => {
  const pool = new Pool({
    connectionString: options.connectionString,
    application_name: options.applicationName,
    max: options.maxConnections,
    ...(options.byIndex ? { options: BY_INDEX } : {}),
    statement_timeout: options.statementTimeoutMs,
    lock_timeout: options.lockTimeoutMs,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs,
    // Ends the wait on a half-open connection, which the server's own timeouts cannot reach.
    query_timeout: options.statementTimeoutMs + 2_000,
    connectionTimeoutMillis: options.connectTimeoutMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: valueTypes,
    // Statements that are sent together share one wait; the server still runs them one by one.
    pipeline: true,
  });
  // An idle connection that breaks is dropped by the pool; without a listener it ends the process.
  pool.on('error', () => undefined);
  // A new connection may break in the very packet that makes it usable, before anyone who waits for
  // it can listen.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
};

const plain = <Row extends object>(
  result: QueryResult<Row>,
): { rows: Row[]; rowCount: number } => ({ rows: result.rows, rowCount: result.rowCount ?? 0 });

const queryOf = (byIndex: boolean, text: string, values: readonly unknown[] = []): QueryConfig => {
  const name = preparedName(text, byIndex);
  return { text, values: values.map(withTextArray), ...(name === undefined ? {} : { name }) };
};

const sqlOf = (client: PoolClient, byIndex: boolean, isOpen: () => boolean): Sql => ({
  query: async <Row extends object>(text: string, values?: readonly unknown[]) => {
    assert(isOpen(), 'a statement was sent after its transaction had ended');
    try {
      return plain(await client.query<Row>(queryOf(byIndex, text, values)));
    } catch (error) {
      throw translateSqlError(error);
    }
  },
});

/**
 * Begins a transaction. With `readsFirst` that is not waited for: no statement gives its result
 * before, and without a transaction none gives any.
 */
const begin = async (sql: Sql, { readsFirst = false }: TransactOptions): Promise<Sql> => {
  const begun = sql.query('BEGIN ISOLATION LEVEL READ COMMITTED');
  if (!readsFirst) {
    await begun;
    return sql;
  }
  // For work that throws before it has sent anything.
  begun.catch(() => undefined);
  return {
    query: async (text, values) => (await sentTogether([begun, sql.query(text, values)]))[1],
  } as Sql;
};

const commit = async (client: PoolClient): Promise<void> => {
  let tag: string;
  try {
    tag = (await client.query('COMMIT')).command;
  } catch (error) {
    const translated = translateSqlError(error);
    // A deferred constraint refuses the commit; a lost connection leaves its outcome unknown.
    if (translated.code !== 'connection_lost' && !translated.retryable) throw translated;
    if (mustRepeatTransaction(translated)) throw translated;
    throw new OperationalError('commit_outcome_unknown', translated.message, {
      retryable: true,
      cause: error,
    });
  }
  // The server answers COMMIT of a failed transaction with ROLLBACK and no error.
  assert(tag === 'COMMIT', 'a transaction went on after one of its statements had failed');
};

const isConnectionLost = (error: unknown): error is OperationalError =>
  isOperationalError(error) && error.code === 'connection_lost';

type Connections = { readonly pool: Pool; readonly goByIndex: () => boolean | Promise<boolean> };

const connect = async ({ pool, goByIndex }: Connections) => {
  try {
    return { byIndex: await goByIndex(), client: await pool.connect() };
  } catch (error) {
    throw translateSqlError(error);
  }
};

const attempt = async <T>(
  connections: Connections,
  work: (sql: Sql) => Promise<T>,
  options: TransactOptions,
): Promise<T> => {
  const { byIndex, client } = await connect(connections);
  let open = true;
  let broken: Error | undefined;
  client.on('error', onClientError);
  function onClientError(error: Error): void {
    broken = error;
  }
  try {
    const sql = await begin(
      sqlOf(client, byIndex, () => open),
      options,
    );
    const result = await work(sql);
    open = false;
    await commit(client);
    return result;
  } catch (error) {
    open = false;
    // On a lost connection a ROLLBACK would only wait in vain: dropping it rolls back as well.
    if (isConnectionLost(error)) broken ??= error;
    else await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.off('error', onClientError);
    client.release(broken);
  }
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Full jitter, so that transactions which met once do not meet again. */
const backoffMs = (attempts: number): number =>
  Math.random() * Math.min(BACKOFF_CAP_MS, 2 ** attempts * 5);

/**
 * A service's own PostgreSQL database behind a pool with every timeout set.
 *
 * `transact` runs its work in one READ COMMITTED transaction and repeats it as a whole after a
 * deadlock (40P01), a serialization failure (40001) or a lost race for an idempotency key, with
 * jitter; the work must therefore have no effect outside the transaction.
 * Statements that `work` sends without waiting in between run in the order in which they were sent,
 * each with its own snapshot; after the first that fails the others fail too.
 * Errors are OperationalErrors; `commit_outcome_unknown` means that the commit may have happened.
 */
export const createDatabase = (options: DatabaseOptions): ServiceDatabase => {
  const pool = newPool({ ...DEFAULTS, ...options });
  const { onByIndexLost = () => undefined } = options;
  const goByIndex = options.byIndex === true ? areByIndex(pool, onByIndexLost) : () => false;

  const transact = async <T>(
    work: (sql: Sql) => Promise<T>,
    how: TransactOptions = {},
  ): Promise<T> => {
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await attempt({ pool, goByIndex }, work, how);
      } catch (error) {
        if (isOperationalError(error)) options.onFailure?.(error.code);
        if (attempts === MAX_ATTEMPTS || !mustRepeatTransaction(error)) throw error;
        options.onRepeat?.((error as OperationalError).code);
        await pause(backoffMs(attempts));
      }
    }
  };

  return {
    pool,
    transact,
    query: async <Row extends object>(text: string, values?: readonly unknown[]) => {
      try {
        return plain(await pool.query<Row>(queryOf(await goByIndex(), text, values)));
      } catch (error) {
        const failure = translateSqlError(error);
        options.onFailure?.(failure.code);
        throw failure;
      }
    },
    close: () => pool.end(),
  };
};
