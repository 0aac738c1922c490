import { metrics } from '@opentelemetry/api';
import express, { type Express, type Request, type Response } from 'express';
import {
  openApiDocument,
  route,
  sendAnswer,
  type ApiInfo,
  type Logger,
  type Route,
  type TokenVerifier,
} from '@outcry/service';
import { rateLimitsOf, type GatewayConfig } from './config';
import { startDemoIssuer, type DemoIssuer } from './demo/demo-issuer';
import { apiPage } from './docs/api-page';
import { createMergedOpenApi, type MergedOpenApi } from './docs/merged-openapi';
import { UPSTREAM_NAMES, type UpstreamName } from './domain/routing';
import { createRateLimiter, type RateLimiter } from './limits/rate-limiter';
import { connectOnce } from './limits/redis-client';
import { liveAuction } from './live/live.endpoint';
import { liveHandler } from './live/live.handler';
import { createRoomFeed } from './live/room-feed';
import { createRooms, type Rooms } from './live/rooms';
import { createSnapshotReader } from './live/snapshot-reader';
import { proxyHandler } from './proxy/proxy.handler';
import { createUpstream, type Upstream } from './proxy/upstream';

export const GATEWAY_INFO: ApiInfo = {
  title: 'Outcry',
  version: '1',
  description: 'Live auctions on real holds: the public API of this installation.',
};

/** The page's own files, and pictures of lots, which may come from anywhere. */
const PAGE_POLICY =
  "default-src 'self'; img-src 'self' data: https:; style-src 'self' 'unsafe-inline'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const LINGER_MS = 5_000;

export type Gateway = {
  readonly routes: readonly Route[];
  /** Mounts what is no operation of its own: the proxy, the documents, the page. */
  readonly extend: (app: Express) => void;
  readonly demoIssuer: DemoIssuer | null;
  readonly rooms: Rooms;
  /** Ends the live streams, so that a stop need not wait for their readers. */
  readonly close: () => Promise<void>;
};

type Parts = {
  readonly config: GatewayConfig;
  readonly log: Logger;
  readonly verifier: TokenVerifier;
  readonly stopping: AbortSignal;
};

const upstreamsOf = (config: GatewayConfig): Readonly<Record<UpstreamName, Upstream>> => {
  const urls: Readonly<Record<UpstreamName, string>> = {
    bidding: config.OUTCRY_BIDDING_URL,
    ledger: config.OUTCRY_LEDGER_URL,
    notification: config.OUTCRY_NOTIFICATION_URL,
  };
  const limits = {
    timeoutMs: config.OUTCRY_UPSTREAM_TIMEOUT_MS,
    maxConcurrent: config.OUTCRY_UPSTREAM_CONCURRENCY,
    breakerResetMs: config.OUTCRY_BREAKER_RESET_MS,
  };
  const created = UPSTREAM_NAMES.map((name) => [name, createUpstream(name, urls[name], limits)]);
  return Object.fromEntries(created) as Readonly<Record<UpstreamName, Upstream>>;
};

const mountDocuments = (app: Express, openApi: MergedOpenApi): void => {
  app.get('/openapi.json', async (request: Request, response: Response) => {
    response.locals['route'] = '/openapi.json';
    const headers = { 'Content-Type': 'application/json; charset=utf-8' };
    const body = JSON.stringify(await openApi.current());
    sendAnswer(request, response, { status: 200, headers, body });
  });
  app.get('/docs', async (request: Request, response: Response) => {
    response.locals['route'] = '/docs';
    const headers = {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': PAGE_POLICY,
    };
    const body = apiPage(await openApi.current());
    sendAnswer(request, response, { status: 200, headers, body });
  });
};

const mountPage = (app: Express, directory: string): void => {
  const setHeaders = (response: Response): void => {
    response.locals['route'] = 'page';
    response.setHeader('Content-Security-Policy', PAGE_POLICY);
    response.setHeader('Cache-Control', 'no-cache');
  };
  app.use(express.static(directory, { etag: true, fallthrough: true, setHeaders }));
};

const trustedProxies = (list: string): readonly string[] =>
  list.split(',').flatMap((network) => (network.trim() === '' ? [] : [network.trim()]));

const liveRooms = (config: GatewayConfig, bidding: Upstream) => {
  const commandTimeoutMs = config.OUTCRY_REDIS_COMMAND_TIMEOUT_MS;
  const commands = connectOnce(config.OUTCRY_REDIS_URL, { name: 'commands', commandTimeoutMs });
  const subscriber = connectOnce(config.OUTCRY_REDIS_URL, {
    name: 'rooms',
    commandTimeoutMs: 2_000,
  });
  const rooms = createRooms(createRoomFeed(subscriber, commands), createSnapshotReader(bidding), {
    heartbeatMs: config.OUTCRY_LIVE_HEARTBEAT_MS,
    pollMs: config.OUTCRY_LIVE_POLL_MS,
    lingerMs: LINGER_MS,
    maxReaders: config.OUTCRY_LIVE_MAX_READERS,
  });
  return { commands, rooms };
};

const reportRooms = (rooms: Rooms): void => {
  const meter = metrics.getMeter('outcry');
  const readers = meter.createObservableGauge('gateway.live.readers');
  readers.addCallback((result) => result.observe(rooms.readers()));
  const open = meter.createObservableGauge('gateway.live.rooms');
  open.addCallback((result) => result.observe(rooms.rooms()));
};

const routesOf = (rooms: Rooms, limiter: RateLimiter, issuer: DemoIssuer | null): Route[] => [
  route(liveAuction, liveHandler({ rooms, limiter })),
  ...(issuer === null ? [] : [issuer.route]),
];

/** Composes the edge; nothing here needs a database. */
export const createGateway = async ({
  config,
  log,
  verifier,
  stopping,
}: Parts): Promise<Gateway> => {
  const upstreams = upstreamsOf(config);
  const { commands, rooms } = liveRooms(config, upstreams.bidding);
  reportRooms(rooms);
  const limiter = createRateLimiter(commands, rateLimitsOf(config), () => performance.now());
  const demoIssuer = config.OUTCRY_DEMO
    ? await startDemoIssuer({
        keyFile: config.OUTCRY_DEMO_KEY_FILE,
        issuer: config.OUTCRY_TOKEN_ISSUER,
        port: config.OUTCRY_DEMO_ISSUER_PORT,
        log,
        verifier,
      })
    : null;
  const routes = routesOf(rooms, limiter, demoIssuer);
  const openApi = createMergedOpenApi({
    info: GATEWAY_INFO,
    own: openApiDocument(routes, GATEWAY_INFO),
    services: Object.fromEntries(UPSTREAM_NAMES.map((name) => [name, upstreams[name].baseUrl])),
    fetch,
    nowMs: () => performance.now(),
  });
  const proxy = proxyHandler({
    upstreams,
    verifier,
    limiter,
    bodyLimitBytes: config.OUTCRY_BODY_LIMIT_BYTES,
    demo: config.OUTCRY_DEMO,
    stopping,
  });
  return {
    routes,
    demoIssuer,
    rooms,
    extend: (app) => {
      app.set('trust proxy', trustedProxies(config.OUTCRY_TRUSTED_PROXIES));
      app.use(proxy);
      mountDocuments(app, openApi);
      mountPage(app, config.OUTCRY_PUBLIC_DIR);
    },
    close: async () => {
      rooms.close();
      commands.disconnect();
      for (const name of UPSTREAM_NAMES) upstreams[name].close();
      await demoIssuer?.server.close(0);
    },
  };
};
