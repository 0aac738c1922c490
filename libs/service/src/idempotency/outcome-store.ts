import { assert, defined, isOperationalError, OperationalError } from '@outcry/kernel';
import type { Rejection } from '@outcry/kernel';
import { prepare, prepareByIndex, type Sql } from '@outcry/messaging';
import { constraintOf } from '../database/sql-state';
import type { EndpointRequest, HttpResult } from '../http/endpoint';
import type { RenderedAnswer } from '../http/response/respond';

/** A request as its idempotency key identifies it. */
export type KeyedRequest = {
  readonly scope: string;
  readonly key: string;
  readonly bodyHash: string;
};

export type Answer = HttpResult | { readonly rejection: Rejection };

export type Outcome = { readonly request: KeyedRequest; readonly answer: RenderedAnswer };

type StoredRow = {
  readonly scope: string;
  readonly key: string;
  readonly body_hash: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export const keyedRequestOf = (request: EndpointRequest): KeyedRequest => ({
  scope: request.idempotencyScope,
  key: defined(request.idempotencyKey, 'the operation does not require an idempotency key'),
  bodyHash: request.bodyHash,
});

/** What was decided is stored, refusals included; what a retry may change is not. */
export const isStorable = (status: number): boolean =>
  status < 500 && ![401, 403, 429].includes(status);

/** A rendered answer as a handler gives it back. */
export const answerAgain = ({ status, headers, body }: RenderedAnswer): HttpResult => ({
  status,
  headers: { ...headers, 'Idempotency-Replayed': 'true' },
  rawBody: body,
});

export const REUSED: { readonly rejection: Rejection } = {
  rejection: {
    code: 'idempotency_key_reused',
    detail: 'This Idempotency-Key came with another body before; send a new key for a new intent.',
  },
};

// OFFSET keeps the planner from a join, whose plan may later read the table from end to end.
const FIND = prepareByIndex(
  'outcome_find',
  `
  SELECT k.scope, k.key, k.body_hash, k.status, k.headers, k.body
    FROM unnest($1::text[], $2::text[]) AS asked (scope, key)
   CROSS JOIN LATERAL (SELECT * FROM idempotency_key
                        WHERE scope = asked.scope AND key = asked.key OFFSET 0) k`,
);

/**
 * Looks keys up, in one statement after the locks of a batch: the stored answer, the refusal of a
 * key that came with another body, or null for a request that is new and must be decided.
 */
export const findStored = async (
  sql: Sql,
  requests: readonly KeyedRequest[],
): Promise<(Answer | null)[]> => {
  if (requests.length === 0) return [];
  const { rows } = await sql.query<StoredRow>(FIND, [
    requests.map(({ scope }) => scope),
    requests.map(({ key }) => key),
  ]);
  const stored = new Map(rows.map((row) => [`${row.scope} ${row.key}`, row]));
  return requests.map(({ scope, key, bodyHash }) => {
    const row = stored.get(`${scope} ${key}`);
    if (row === undefined) return null;
    return row.body_hash === bodyHash ? answerAgain(row) : REUSED;
  });
};

const STORE = prepare(
  'outcome_store',
  `
  INSERT INTO idempotency_key (scope, key, body_hash, status, headers, body)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::jsonb[], $6::text[])`,
);

const byKey = (a: Outcome, b: Outcome): number => {
  const [left, right] = [a.request, b.request];
  if (left.scope !== right.scope) return left.scope < right.scope ? -1 : 1;
  return left.key < right.key ? -1 : left.key > right.key ? 1 : 0;
};

/**
 * Stores the outcomes of a batch in its transaction, sorted, leaving out those that are not
 * storable. Keys that another replica stored meanwhile repeat the whole transaction.
 *
 * @throws OperationalError `idempotency_key_conflict`, which `transact` answers by running again
 */
export const storeOutcomes = async (sql: Sql, outcomes: readonly Outcome[]): Promise<void> => {
  const sorted = outcomes.filter(({ answer }) => isStorable(answer.status)).sort(byKey);
  if (sorted.length === 0) return;
  try {
    await sql.query(STORE, [
      sorted.map(({ request }) => request.scope),
      sorted.map(({ request }) => request.key),
      sorted.map(({ request }) => request.bodyHash),
      sorted.map(({ answer }) => answer.status),
      sorted.map(({ answer }) => JSON.stringify(answer.headers)),
      sorted.map(({ answer }) => answer.body),
    ]);
  } catch (error) {
    if (constraintOf(error) !== 'idempotency_key_pkey') throw error;
    throw new OperationalError('idempotency_key_conflict', 'a key was stored meanwhile', {
      retryable: true,
      cause: error,
    });
  }
};

const CLAIM = `
  INSERT INTO idempotency_key (scope, key, body_hash) VALUES ($1, $2, $3)
  ON CONFLICT (scope, key) DO NOTHING`;

/**
 * Claims a key as the first statement of a transaction that has no row to lock, a creation: equal
 * keys then wait here, at most two seconds, for the first of them.
 *
 * @returns null when claimed; else the answer to give
 * @throws OperationalError `idempotency_key_in_flight` when the first is still running
 */
export const claimFirst = async (sql: Sql, request: KeyedRequest): Promise<Answer | null> => {
  const { scope, key, bodyHash } = request;
  await sql.query(`SET LOCAL lock_timeout = '2s'`);
  try {
    const { rowCount } = await sql.query(CLAIM, [scope, key, bodyHash]);
    await sql.query('SET LOCAL lock_timeout TO DEFAULT');
    if (rowCount === 1) return null;
  } catch (error) {
    if (!isOperationalError(error) || error.code !== 'lock_timeout') throw error;
    throw new OperationalError('idempotency_key_in_flight', 'the first request is still running', {
      retryable: true,
      cause: error,
    });
  }
  const [stored] = await findStored(sql, [request]);
  return defined(stored, 'a claimed key has vanished');
};

const COMPLETE = `
  UPDATE idempotency_key SET status = $3, headers = $4, body = $5 WHERE scope = $1 AND key = $2`;

/** Writes the outcome of a request whose key {@link claimFirst} claimed in this transaction. */
export const completeClaim = async (sql: Sql, { request, answer }: Outcome): Promise<void> => {
  const { rowCount } = await sql.query(COMPLETE, [
    request.scope,
    request.key,
    answer.status,
    JSON.stringify(answer.headers),
    answer.body,
  ]);
  assert(rowCount === 1, 'an outcome was completed that had not been claimed');
};
