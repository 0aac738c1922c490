import type { RejectionRegistry } from '@outcry/contracts';
import type { Request, Response } from 'express';
import type { TokenVerifier } from '../auth/token-verifier';
import { idempotencyScope, parseIdempotencyKey } from '../idempotency/idempotency-key';
import { callerOf } from './request/authentication';
import { canonicalHash } from './request/canonical-json';
import type { EndpointDefinition, EndpointRequest, HttpResult, Route } from './endpoint';
import { Refusal } from './response/problem';
import { readJsonBody } from './request/request-body';
import { parsePart } from './request/request-parts';
import { renderAnswer, sendAnswer } from './response/respond';

export type PipelineOptions = {
  readonly verifier: TokenVerifier;
  readonly registry: RejectionRegistry;
  readonly bodyLimitBytes: number;
  /** Aborts when the service stops: open streams end then. */
  readonly stopping?: AbortSignal | undefined;
};

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

const notFound = (): Refusal =>
  new Refusal({ code: 'not_found', detail: 'Check the path; there is no such resource.' });

const keyOf = (definition: EndpointDefinition, request: Request): string | null => {
  if (definition.idempotency === 'none') return null;
  const form = parseIdempotencyKey(request.get('idempotency-key'));
  if (form.ok) return form.key;
  throw form.missing
    ? new Refusal({
        code: 'idempotency_key_missing',
        detail: 'Send an Idempotency-Key header, new for each intent and the same for a retry.',
      })
    : new Refusal({
        code: 'idempotency_key_invalid',
        detail: 'Send one Idempotency-Key of 1 to 255 visible ASCII characters.',
      });
};

/** Aborts when the client goes away before its answer is complete. */
const whenGone = (response: Response): AbortController => {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller;
};

/**
 * The fixed precedence of checks: demo door, token, role, idempotency key, path and query, media
 * type, size, JSON, schema; what authorises the resource itself is the handler's.
 */
const endpointRequest = async (
  definition: EndpointDefinition,
  request: Request,
  gone: AbortController,
  requestId: string,
  options: PipelineOptions,
): Promise<EndpointRequest> => {
  const remoteAddress = request.socket.remoteAddress ?? '';
  if (definition.demo === true && !LOOPBACK.has(remoteAddress)) throw notFound();
  const header = (name: string): string | undefined => request.get(name);
  const { principal, tenantId } = await callerOf(definition.access, options.verifier, header);
  const idempotencyKey = keyOf(definition, request);
  const params = parsePart(definition.params, 'path', { ...request.params });
  const query = parsePart(definition.query, 'query', { ...request.query });
  const sent = await readJsonBody(request, options.bodyLimitBytes);
  const body = parsePart(definition.body, 'body', sent);
  return {
    params,
    query,
    body,
    principal,
    tenantId,
    requestId,
    idempotencyKey,
    idempotencyScope: idempotencyScope({
      principalId: principal?.id ?? '',
      tenantId,
      method: request.method,
      path: request.path,
    }),
    bodyHash: canonicalHash(body),
    header,
    remoteAddress,
    signal: gone.signal,
  };
};

const answerByStream = async (
  { status, headers }: HttpResult,
  stream: NonNullable<HttpResult['stream']>,
  response: Response,
  gone: AbortController,
  stopping: AbortSignal | undefined,
): Promise<void> => {
  const end = (): void => gone.abort();
  stopping?.addEventListener('abort', end);
  try {
    response.writeHead(status, { ...headers });
    await stream(response);
  } finally {
    stopping?.removeEventListener('abort', end);
    response.end();
  }
};

/** Parse, handle, answer: one operation as Express calls it. */
export const endpointPipeline =
  ({ definition, handler }: Route, options: PipelineOptions) =>
  async (request: Request, response: Response): Promise<void> => {
    const gone = whenGone(response);
    const requestId = response.locals['requestId'] as string;
    const parsed = await endpointRequest(definition, request, gone, requestId, options);
    const result = await handler(parsed);
    if ('stream' in result && result.stream !== undefined) {
      return answerByStream(result, result.stream, response, gone, options.stopping);
    }
    sendAnswer(request, response, renderAnswer(result, options.registry, requestId));
  };
