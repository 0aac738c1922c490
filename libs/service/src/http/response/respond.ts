import type { RejectionRegistry } from '@outcry/contracts';
import type { Rejection } from '@outcry/kernel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpResult } from '../endpoint';
import { matchesIfNoneMatch } from './entity-tag';
import { problemHeaders, problemOf, PROBLEM_TYPE } from './problem';

/** An answer as bytes and headers: what is sent, and what an idempotency key stores. */
export type RenderedAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const JSON_TYPE = 'application/json; charset=utf-8';

/** Renders a handler's result, or its rejection as a problem document. */
export const renderAnswer = (
  result: HttpResult | { readonly rejection: Rejection },
  registry: RejectionRegistry,
  requestId: string,
): RenderedAnswer => {
  if ('rejection' in result) {
    const problem = problemOf(result.rejection, registry, requestId);
    return {
      status: problem.status,
      headers: {
        'Content-Type': PROBLEM_TYPE,
        ...problemHeaders(result.rejection.code, registry),
      },
      body: JSON.stringify(problem),
    };
  }
  const { status, headers, body, rawBody } = result;
  const text = rawBody ?? (body === undefined ? '' : JSON.stringify(body));
  return {
    status,
    headers: { ...(text === '' ? {} : { 'Content-Type': JSON_TYPE }), ...headers },
    body: text,
  };
};

const isNotModified = (request: IncomingMessage, answer: RenderedAnswer): boolean => {
  const { 'if-none-match': wanted } = request.headers;
  const tag = answer.headers['ETag'];
  return (
    (request.method === 'GET' || request.method === 'HEAD') &&
    answer.status === 200 &&
    wanted !== undefined &&
    tag !== undefined &&
    matchesIfNoneMatch(wanted, tag)
  );
};

/** Sends a rendered answer; 304 when the caller already has it, no body to HEAD. */
export const sendAnswer = (
  request: IncomingMessage,
  response: ServerResponse,
  answer: RenderedAnswer,
): void => {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (isNotModified(request, answer)) {
    response.removeHeader('Content-Type');
    response.writeHead(304).end();
    return;
  }
  response.statusCode = answer.status;
  response.setHeader('Content-Length', Buffer.byteLength(answer.body));
  response.end(request.method === 'HEAD' ? undefined : answer.body);
};
