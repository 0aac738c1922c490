import type { Rejection } from '@outcry/kernel';
import type { ServerResponse } from 'node:http';
import type { z } from 'zod';
import type { Principal, Role } from '../auth/principal';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type ResponseDefinition = {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** `application/json` unless said otherwise, as for a stream of events. */
  readonly contentType?: string;
};

/**
 * One operation, declared once: the same schemas parse the request and make the OpenAPI document,
 * the same `access` guards the route and makes the authorisation matrix.
 */
export type EndpointDefinition<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> = {
  readonly method: HttpMethod;
  /** OpenAPI form: `/v1/auctions/{auctionId}/bids`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly tag: string;
  /** `public` needs no token but reads one; `owner`: whose resource it must be, for the matrix. */
  readonly access: 'public' | { readonly roles: readonly Role[]; readonly owner?: Role };
  /** Required on every POST that changes state. */
  readonly idempotency: 'required' | 'none';
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly responses: Readonly<Record<number, ResponseDefinition>>;
  /** Codes this operation may refuse with, beside the common ones. */
  readonly rejections?: readonly string[];
  /** Demo-only operations are mounted only with the demo flag. */
  readonly demo?: true;
};

export type EndpointRequest<Params = unknown, Query = unknown, Body = unknown> = {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Null only on a public endpoint called without a token. */
  readonly principal: Principal | null;
  /** The token's tenant; on a public endpoint without a token `X-Tenant-Id`, else `default`. */
  readonly tenantId: string;
  readonly requestId: string;
  readonly idempotencyKey: string | null;
  /** Whose key it is: a hash over caller, tenant, method and the concrete path with its ids. */
  readonly idempotencyScope: string;
  /** Hash of the parsed body in canonical form (field order does not matter). */
  readonly bodyHash: string;
  readonly header: (name: string) => string | undefined;
  readonly remoteAddress: string;
  /** Aborts when the client goes away, and for a stream also when the service stops. */
  readonly signal: AbortSignal;
};

/** `body` is JSON, or text that was already serialised (a stored idempotent answer). */
export type HttpResult = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly rawBody?: string;
  /**
   * Takes the response over once status and headers are sent (server-sent events); the request's
   * `signal` aborts when the client goes away, and the response ends when the promise settles.
   */
  readonly stream?: (response: ServerResponse) => Promise<void>;
};

/** A handler answers with a result, or with a rejection that becomes a problem document. */
export type EndpointHandler<Params, Query, Body> = (
  request: EndpointRequest<Params, Query, Body>,
) => Promise<HttpResult | { readonly rejection: Rejection }>;

/** An operation and what answers it, as `createHttpApp` mounts it. */
export type Route = {
  readonly definition: EndpointDefinition;
  readonly handler: EndpointHandler<unknown, unknown, unknown>;
};

/** Keeps the schemas' types while checking the definition's shape. */
export const defineEndpoint = <
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
>(
  definition: EndpointDefinition<Params, Query, Body>,
): EndpointDefinition<Params, Query, Body> => definition;

/** Ties a handler to its operation: it receives what the operation's schemas parsed. */
export const route = <Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  definition: EndpointDefinition<Params, Query, Body>,
  handler: EndpointHandler<z.output<Params>, z.output<Query>, z.output<Body>>,
): Route => ({
  definition,
  handler: handler as EndpointHandler<unknown, unknown, unknown>,
});
