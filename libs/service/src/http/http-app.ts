import type { RejectionRegistry } from '@outcry/contracts';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { mountAudit } from '../audit/audit-endpoint';
import type { Auditor } from '../audit/auditor';
import type { TokenVerifier } from '../auth/token-verifier';
import { runChecks, type Health, type HealthProbe } from '../health/health';
import { assertStrictRequest } from '../openapi/strict-schema';
import { openApiDocument, type ApiInfo } from '../openapi/openapi-document';
import type { Logger } from '../telemetry/logger';
import { endpointPipeline } from './endpoint-pipeline';
import type { HttpMethod, Route } from './endpoint';
import { mergeRegistries, Refusal, rejectionOfError } from './response/problem';
import { observeRequests } from './request-observation';
import { DEFAULT_BODY_LIMIT_BYTES } from './request/request-body';
import { renderAnswer, sendAnswer } from './response/respond';

export type HttpAppOptions = {
  readonly info: ApiInfo;
  readonly routes: readonly Route[];
  readonly verifier: TokenVerifier;
  /** The service's own rejections; the common ones are always known. */
  readonly rejections?: readonly RejectionRegistry[];
  readonly health: Health;
  /** Serves /health/audit. */
  readonly auditor?: Auditor;
  /** The Prometheus text of /metrics. */
  readonly metricsText?: () => Promise<string>;
  readonly log: Logger;
  /** Mounts the demo-only operations. */
  readonly demo?: boolean;
  readonly bodyLimitBytes?: number;
  /** Aborts when the service stops: open streams end then. */
  readonly stopping?: AbortSignal;
  /** Whether /openapi.json is this app's own document; the gateway serves a merged one. */
  readonly ownOpenApi?: boolean;
  /** Mounts what is no endpoint (a page, a proxy), behind request ids and before the 404. */
  readonly extend?: (app: Express) => void;
};

const newApp = (): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('strict routing');
  app.enable('case sensitive routing');
  app.set('query parser', 'simple');
  return app;
};

const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

/** Fixed segments before parameters, so that `/x/read-all` is not taken for an `{id}`. */
const bySpecificity = (a: string, b: string): number =>
  a.replaceAll('{', '~') < b.replaceAll('{', '~') ? -1 : 1;

const EXPRESS_METHOD = {
  GET: 'get',
  POST: 'post',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'delete',
} as const satisfies Record<HttpMethod, string>;

const mountRoutes = (app: Express, options: HttpAppOptions, registry: RejectionRegistry): void => {
  const routes = options.routes.filter(({ definition }) => !definition.demo || options.demo);
  const paths = [...new Set(routes.map(({ definition }) => definition.path))].sort(bySpecificity);
  const { verifier, stopping, bodyLimitBytes = DEFAULT_BODY_LIMIT_BYTES } = options;
  const pipeline = { verifier, registry, bodyLimitBytes, stopping };
  for (const path of paths) {
    const resource = app.route(expressPath(path));
    const here = routes.filter(({ definition }) => definition.path === path);
    resource.all((_request, response, next) => {
      response.locals['route'] = path;
      next();
    });
    for (const one of here) {
      assertStrictRequest(one.definition);
      const method = EXPRESS_METHOD[one.definition.method];
      resource[method](endpointPipeline(one, pipeline));
    }
    const allow = here.map(({ definition }) => definition.method).join(', ');
    resource.all(() => {
      throw new Refusal(
        { code: 'method_not_allowed', detail: `Use ${allow} on this resource.` },
        { Allow: allow.includes('GET') ? `${allow}, HEAD` : allow },
      );
    });
  }
};

const mountOperations = (app: Express, options: HttpAppOptions): void => {
  const probe = (name: HealthProbe) => async (request: Request, response: Response) => {
    response.locals['route'] = `/health/${name}`;
    const { ok, checks } = await runChecks(options.health[name]);
    const body = JSON.stringify({ status: ok ? 'ok' : 'failing', checks });
    const headers = { 'Content-Type': 'application/json; charset=utf-8' };
    sendAnswer(request, response, { status: ok ? 200 : 503, headers, body });
  };
  for (const name of ['startup', 'live', 'ready'] as const) app.get(`/health/${name}`, probe(name));
  if (options.auditor !== undefined) mountAudit(app, options.auditor);
  const { metricsText } = options;
  if (metricsText !== undefined) {
    app.get('/metrics', async (request, response) => {
      response.locals['route'] = '/metrics';
      const headers = { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' };
      sendAnswer(request, response, { status: 200, headers, body: await metricsText() });
    });
  }
  if (options.ownOpenApi === false) return;
  let document: string | undefined;
  app.get('/openapi.json', (request, response) => {
    response.locals['route'] = '/openapi.json';
    document ??= JSON.stringify(openApiDocument(options.routes, options.info, options.rejections));
    const headers = { 'Content-Type': 'application/json; charset=utf-8' };
    sendAnswer(request, response, { status: 200, headers, body: document });
  });
};

const failure = (error: unknown): Refusal | undefined => {
  if (error instanceof Refusal) return error;
  if (error instanceof URIError) {
    return new Refusal({
      code: 'invalid_request',
      detail: 'The path is not percent-encoded well.',
    });
  }
  return undefined;
};

/** Every failure leaves as a problem document; what is no refusal is logged, not shown. */
const answerFailures =
  (registry: RejectionRegistry, log: Logger) =>
  (error: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const requestId = response.locals['requestId'] as string;
    const refusal = failure(error);
    const rejection = refusal?.rejection ?? rejectionOfError(error);
    if (refusal === undefined) {
      const level = rejection.code === 'defect' ? 'error' : 'warn';
      log[level]({ err: error, requestId, code: rejection.code }, 'request failed');
    }
    const answer = renderAnswer({ rejection }, registry, requestId);
    const headers = { ...answer.headers, ...refusal?.headers };
    sendAnswer(request, response, { ...answer, headers });
  };

/**
 * The HTTP side of a service: its operations, health, metrics and its OpenAPI document, with every
 * refusal and failure as an RFC 9457 problem document.
 */
export const createHttpApp = (options: HttpAppOptions): Express => {
  const registry = mergeRegistries(options.rejections ?? []);
  const app = newApp();
  app.use(observeRequests(options.log));
  mountOperations(app, options);
  mountRoutes(app, options, registry);
  options.extend?.(app);
  app.use(() => {
    throw new Refusal({ code: 'not_found', detail: 'Check the path; there is no such resource.' });
  });
  app.use(answerFailures(registry, options.log));
  return app;
};
