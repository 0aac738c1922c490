import { join } from 'node:path';
import { PINNED_NODE, ROOT } from '../bootstrap/checkout.mjs';
import { realpathSync } from 'node:fs';
import { databaseUrl } from './servers/databases.mjs';
import { isReady } from './host/probe.mjs';
import { until } from './host/until.mjs';
import { demoIssuerPort } from './ports.mjs';

/**
 * How each deployable is run as its own process.
 *
 * @typedef {import('../build/apps.mjs').App} App
 * @typedef {import('./supervisor.mjs').ProcessSpec} ProcessSpec
 * @typedef {import('./servers/servers.mjs').Servers} Servers
 */

const READY_WITHIN_MS = 90_000;
const STOP_GRACE_MS = 15_000;

/**
 * Idle services are small, and should stay so: under a small bound V8 collects before it grows,
 * where without one a burst leaves a heap of several times what is alive.
 */
const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=2', '--max-old-space-size=256'];

/**
 * @param {{
 *   app: App, ports: Map<string, number>, servers: Servers, directory: string, demo: boolean,
 * }} options
 * @returns {ProcessSpec}
 */
export const serviceSpec = ({ app, ports, servers, directory, demo }) => ({
  name: app.name,
  role: 'service',
  command: realpathSync(PINNED_NODE),
  args: [...NODE_FLAGS, join(ROOT, app.bundle)],
  cwd: ROOT,
  logFile: join(directory, 'logs', `${app.name}.log`),
  stopSignal: 'SIGTERM',
  stopGraceMs: STOP_GRACE_MS,
  env: {
    ...process.env,
    NODE_ENV: 'production',
    OUTCRY_HTTP_HOST: '127.0.0.1',
    OUTCRY_HTTP_PORT: String(ports.get(app.name)),
    ...(app.ownsDatabase
      ? { OUTCRY_DATABASE_URL: databaseUrl(servers.postgresUrl, app.name) }
      : {}),
    OUTCRY_KAFKA_BROKERS: servers.brokers,
    OUTCRY_REDIS_URL: servers.redisUrl,
    ...addressesOf(ports),
    ...identityProvider(directory, demo),
  },
});

/**
 * Where the edge finds each service: OUTCRY_<SERVICE>_URL.
 * @param {Map<string, number>} ports
 */
const addressesOf = (ports) =>
  Object.fromEntries(
    [...ports].map(([name, port]) => [
      `OUTCRY_${name.replaceAll('-', '_').toUpperCase()}_URL`,
      `http://127.0.0.1:${port}`,
    ]),
  );

/**
 * The demo's token issuer lives in the gateway's process; an installation names its own instead.
 * @param {string} directory
 * @param {boolean} demo
 */
const identityProvider = (directory, demo) => {
  const issuer = `http://127.0.0.1:${demoIssuerPort}`;
  return {
    OUTCRY_DEMO: String(demo),
    OUTCRY_DEMO_ISSUER_PORT: String(demoIssuerPort),
    OUTCRY_DEMO_KEY_FILE: join(directory, 'demo-issuer-key.json'),
    OUTCRY_JWKS_URL: process.env.OUTCRY_JWKS_URL ?? `${issuer}/.well-known/jwks.json`,
    OUTCRY_TOKEN_ISSUER: process.env.OUTCRY_TOKEN_ISSUER ?? issuer,
  };
};

/** @param {string} name @param {number} port */
export const serviceReady = (name, port) => until(() => isReady(port), READY_WITHIN_MS, name);
