import {
  commonRejections,
  type RejectionDefinition,
  type RejectionRegistry,
} from '@outcry/contracts';
import { assert, isOperationalError, type Rejection } from '@outcry/kernel';

/** RFC 9457 problem details; `instance` is the request's id, `errors` as in its §3, example 2. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly [extension: string]: unknown;
};

export const PROBLEM_TYPE = 'application/problem+json';

/** The codes that any route may refuse with. */
export type CommonCode = keyof typeof commonRejections;

/** Thrown inside the HTTP layer only; handlers return their rejections. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly rejection: Rejection;
  readonly headers: Readonly<Record<string, string>>;

  constructor(rejection: Rejection<CommonCode>, headers: Readonly<Record<string, string>> = {}) {
    super(rejection.detail);
    this.rejection = rejection;
    this.headers = headers;
  }
}

/** The common codes and a service's own; a code has one meaning only. */
export const mergeRegistries = (registries: readonly RejectionRegistry[]): RejectionRegistry => {
  const merged: Record<string, RejectionDefinition> = {};
  for (const [code, definition] of [commonRejections, ...registries].flatMap(
    Object.entries<RejectionDefinition>,
  )) {
    const known = merged[code];
    assert(
      known === undefined || known.status === definition.status,
      `the rejection code ${code} is defined twice`,
    );
    merged[code] = definition;
  }
  return merged;
};

const definitionOf = (code: string, registry: RejectionRegistry): RejectionDefinition => {
  const definition = Object.hasOwn(registry, code) ? registry[code] : undefined;
  assert(definition !== undefined, `the rejection code ${code} is not registered`);
  return definition;
};

/** The problem document of a rejection; its extensions never replace a standard member. */
export const problemOf = (
  rejection: Rejection,
  registry: RejectionRegistry,
  requestId: string,
): Problem => {
  const { title, status } = definitionOf(rejection.code, registry);
  return {
    ...rejection.extensions,
    type: `/problems/${rejection.code}`,
    title,
    status,
    detail: rejection.detail,
    instance: requestId,
    code: rejection.code,
    ...(rejection.field === undefined ? {} : { field: rejection.field }),
  };
};

/** Headers that go with a problem: when to come back, and how to authenticate (RFC 6750 §3). */
export const problemHeaders = (
  code: string,
  registry: RejectionRegistry,
): Record<string, string> => {
  const { status, retryable } = definitionOf(code, registry);
  return {
    ...(retryable && [409, 429, 503].includes(status) ? { 'Retry-After': '1' } : {}),
    ...(status === 401 ? { 'WWW-Authenticate': 'Bearer realm="outcry"' } : {}),
  };
};

/** For a caller who repeats a request before its first run has ended. */
export const IN_FLIGHT: Rejection<CommonCode> = {
  code: 'idempotency_key_in_flight',
  detail: 'The first request with this key is still running; ask again with the same key.',
};

const OVERLOADS: ReadonlySet<string> = new Set([
  'overloaded',
  'bulkhead_full',
  'lock_timeout',
  'statement_timeout',
]);

/**
 * What a thrown error means to the caller: a retryable failure of a server behind this one, an
 * outcome that nobody knows, or a defect, whose cause stays inside.
 */
export const rejectionOfError = (error: unknown): Rejection<CommonCode> => {
  if (isOperationalError(error) && error.code === 'commit_outcome_unknown') {
    return {
      code: 'outcome_unknown',
      detail: 'The connection broke during the commit; retry with the same Idempotency-Key.',
    };
  }
  if (isOperationalError(error) && error.code === 'idempotency_key_in_flight') return IN_FLIGHT;
  if (isOperationalError(error) && error.retryable) {
    const overloaded = OVERLOADS.has(error.code);
    return overloaded
      ? { code: 'overloaded', detail: 'Too much work is waiting for this resource; try again.' }
      : {
          code: 'service_unavailable',
          detail: 'A server that this request needs is unavailable; try again.',
        };
  }
  return {
    code: 'defect',
    detail: 'The request met a defect; quote the instance when you report it.',
  };
};
