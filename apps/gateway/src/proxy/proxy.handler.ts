import {
  mergeRegistries,
  parseIdempotencyKey,
  principalOf,
  PROBLEM_TYPE,
  Refusal,
  renderAnswer,
  sendAnswer,
  type Principal,
  type TokenVerifier,
} from '@outcry/service';
import type { NextFunction, Request, Response } from 'express';
import { requestHeadersFor } from '../domain/forwarding';
import { upstreamOf, type UpstreamName } from '../domain/routing';
import type { RateLimiter } from '../limits/rate-limiter';
import { clientAddress, isLoopbackClient } from './client-address';
import { answerForError, wrapped, type FailureAnswer } from './failure-answers';
import { gatewayRejections } from './gateway.rejections';
import { relayAnswer } from './relay-answer';
import { readBody } from './request-body';
import type { UpstreamAnswer, UpstreamRequest } from './upstream-call';
import type { Upstream } from './upstream';
import { isUpstreamFailure } from './upstream-failure';

export type ProxyOptions = {
  readonly upstreams: Readonly<Record<UpstreamName, Upstream>>;
  readonly verifier: TokenVerifier;
  readonly limiter: RateLimiter;
  readonly bodyLimitBytes: number;
  readonly demo: boolean;
  /** Aborts when the gateway begins to stop. */
  readonly stopping: AbortSignal;
};

/** Every answer ends with it: a reason of the platform's own is an error with a stack each time. */
const GONE = 'the exchange is over';

const registry = mergeRegistries([gatewayRejections]);

const sendFailure = (request: Request, response: Response, failure: FailureAnswer): void => {
  const requestId = response.locals['requestId'] as string;
  const answer = renderAnswer({ rejection: failure.rejection }, registry, requestId);
  sendAnswer(request, response, { ...answer, headers: { ...answer.headers, ...failure.headers } });
};

/** The caller by its token; one that sends bad tokens is limited by its address. */
const identify = async (
  options: Pick<ProxyOptions, 'verifier' | 'limiter'>,
  request: Request,
): Promise<{ principal: Principal | null; rateHeaders: Readonly<Record<string, string>> }> => {
  const { method, path } = request;
  const address = clientAddress(request);
  const principal = await principalOf(options.verifier, request.get('authorization')).catch(
    async (error: unknown) => {
      await options.limiter.admit({ principal: null, address, method, path });
      throw error;
    },
  );
  const rateHeaders = await options.limiter.admit({ principal, address, method, path });
  return { principal, rateHeaders };
};

/** Whether the key is well-formed; whether one is needed is the service's to say. */
const checkIdempotencyKey = (request: Request): boolean => {
  const form = parseIdempotencyKey(request.get('idempotency-key'));
  if (form.ok || form.missing) return form.ok;
  throw new Refusal({
    code: 'idempotency_key_invalid',
    detail: 'Send one Idempotency-Key of 1 to 255 visible ASCII characters.',
  });
};

const upstreamRequest = async (
  request: Request,
  response: Response,
  options: ProxyOptions,
  hasToken: boolean,
): Promise<UpstreamRequest> => {
  const hasKey = checkIdempotencyKey(request);
  const body = await readBody(request, options.bodyLimitBytes);
  const gone = new AbortController();
  response.once('close', () => gone.abort(GONE));
  return {
    method: request.method,
    target: request.originalUrl,
    headers: requestHeadersFor({
      headers: request.rawHeaders,
      hasToken,
      requestId: response.locals['requestId'] as string,
      clientAddress: clientAddress(request),
      bodyLength: body?.length ?? null,
    }),
    body,
    signal: gone.signal,
    repeatable: hasKey || !['POST', 'PATCH'].includes(request.method),
  };
};

const isUnexplained = ({ status, contentType }: UpstreamAnswer): boolean =>
  status >= 400 && !contentType.startsWith(PROBLEM_TYPE);

const exchange = async (
  upstream: Upstream,
  outgoing: UpstreamRequest,
  request: Request,
  response: Response,
  stopping: AbortSignal,
): Promise<void> => {
  try {
    const answer = await upstream.call(outgoing);
    if (isUnexplained(answer) && request.method !== 'HEAD') {
      answer.rest?.destroy();
      sendFailure(request, response, wrapped(answer.status, upstream.name));
      return;
    }
    relayAnswer(answer, response, stopping);
  } catch (error) {
    if (isUpstreamFailure(error) && error.reason === 'client_gone') return;
    const failure = answerForError(error, request.method, upstream.name);
    if (failure === null) throw error;
    sendFailure(request, response, failure);
  }
};

/**
 * Passes requests on to the service that owns the path. Order of checks: demo door, token, rate,
 * idempotency key's form, size of the body, the service's breaker and bulkhead.
 */
export const proxyHandler =
  (options: ProxyOptions) =>
  async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const name = upstreamOf(request.path);
    if (name === null) return next();
    response.locals['route'] = `/v1/${request.path.split('/')[2] ?? ''}`;
    // A service sees the gateway's address, so whether the client is local is checked here.
    const isDemo = request.path.startsWith('/v1/demo/') || request.path === '/v1/demo';
    if (isDemo && !(options.demo && isLoopbackClient(request))) return next();
    const { principal, rateHeaders } = await identify(options, request);
    for (const [header, value] of Object.entries(rateHeaders)) response.setHeader(header, value);
    const outgoing = await upstreamRequest(request, response, options, principal !== null);
    await exchange(options.upstreams[name], outgoing, request, response, options.stopping);
  };
