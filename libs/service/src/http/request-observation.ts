import type { NextFunction, Request, Response } from 'express';
import type { Logger } from '../telemetry/logger';
import { serviceMetrics } from '../telemetry/metrics';
import { inRequestSpan } from '../telemetry/request-span';
import { requestIdOf } from './request/request-id';

const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
};

/**
 * Around every request: its id, its span, security headers, and on completion one duration and one
 * debug line, neither of which holds anything of the caller's but the method.
 */
export const observeRequests = (log: Logger) => {
  const metrics = serviceMetrics();
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    const requestId = requestIdOf(request.get('x-request-id'));
    response.locals['requestId'] = requestId;
    response.setHeader('X-Request-Id', requestId);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    inRequestSpan(request, (endSpan) => {
      response.once('close', () => {
        const seconds = (performance.now() - startedAt) / 1_000;
        const route = (response.locals['route'] as string | undefined) ?? 'unmatched';
        const { method } = request;
        const { statusCode: status } = response;
        metrics.record('http_server_request_duration_seconds', seconds, {
          method,
          route,
          status: String(status),
        });
        log.debug({ method, route, status, requestId, ms: Math.round(seconds * 1_000) }, 'request');
        endSpan({ method, route, status });
      });
      next();
    });
  };
};
