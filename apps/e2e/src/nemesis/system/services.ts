import { join } from 'node:path';
import type { TestIssuer } from '@outcry/testing';
import type { Deployable, Platform, ProcessSpec } from '../platform';
import { OWNERS, type Databases, type ServiceName } from './databases';
import type { Links } from './links';
import { manageProcess, type ManagedProcess } from './managed-process';
import type { PortDealer } from './ports';
import type { Servers } from './servers';

/** One process of a service; `index` 0 or 1. */
export type Replica = {
  readonly service: string;
  readonly index: number;
  readonly process: ManagedProcess;
  readonly url: string;
};

export const REPLICAS = [0, 1] as const;
export const replicaName = (service: string, index: number): string => `${service}-${index}`;
/** Those that use Kafka and a database: each has links of its own to both. */
export const LINKED_REPLICAS = OWNERS.flatMap((name) => REPLICAS.map((i) => replicaName(name, i)));

const CLOCK_PRELOAD = 'apps/e2e/setup/shifting-clock.cjs';
const STOP_GRACE_MS = 20_000;
const POOL = '6';
const READ_TIMEOUT_MS = 5_000;

type Options = {
  readonly platform: Platform;
  readonly servers: Servers;
  readonly databases: Databases;
  readonly links: Links;
  readonly issuer: TestIssuer;
  readonly topicPrefix: string;
  readonly port: PortDealer;
  readonly onDeath: (name: string, how: string) => void;
};

const isReady = async (url: string): Promise<boolean> => {
  const signal = AbortSignal.timeout(READ_TIMEOUT_MS);
  return (await fetch(`${url}/health/ready`, { signal })).ok;
};

const specOf = (
  { platform }: Options,
  app: Deployable,
  name: string,
  env: Readonly<Record<string, string>>,
): ProcessSpec => ({
  name,
  role: 'service',
  command: platform.node,
  args: [
    ...['--enable-source-maps', '--max-semi-space-size=2'],
    ...['--require', join(platform.root, CLOCK_PRELOAD), app.bundle],
  ],
  cwd: platform.root,
  logFile: join(platform.directory, 'logs', `${name}.log`),
  stopSignal: 'SIGTERM',
  stopGraceMs: STOP_GRACE_MS,
  env: { ...process.env, NODE_ENV: 'production', ...env },
});

const environmentOf = async (
  { servers, databases, links, issuer, topicPrefix }: Options,
  name: string,
  service: ServiceName,
  port: PortDealer,
): Promise<Record<string, string>> => {
  const url = databases.urlOf(service);
  url.host = await links.add('postgres', name, Number(url.port), await port());
  const listener = servers.listeners.find(({ replica }) => replica === name);
  if (listener === undefined) throw new Error(`the broker has no listener for ${name}`);
  return {
    OUTCRY_DATABASE_URL: url.href,
    OUTCRY_DATABASE_POOL: POOL,
    OUTCRY_TOPIC_PREFIX: topicPrefix,
    OUTCRY_KAFKA_BROKERS: await links.add('kafka', name, listener.port, listener.proxied),
    ...issuerOf(issuer),
  };
};

const issuerOf = (issuer: TestIssuer): Record<string, string> => ({
  OUTCRY_JWKS_URL: issuer.jwksUrl,
  OUTCRY_TOKEN_ISSUER: issuer.issuer,
  OUTCRY_DEMO: 'false',
});

/** Two processes of every service; gateway 0 asks the replicas 0, gateway 1 the others. */
export const createReplicas = async (options: Options): Promise<Replica[]> => {
  const { platform, servers, links, issuer, port, onDeath } = options;
  const replicas: Replica[] = [];
  const add = async (
    service: string,
    index: number,
    env: Readonly<Record<string, string>>,
  ): Promise<Replica> => {
    const app = platform.apps.find(({ name }) => name === service);
    if (app === undefined) throw new Error(`there is no service ${service}`);
    const own = await port();
    const url = `http://127.0.0.1:${own}`;
    const common = {
      OUTCRY_HTTP_HOST: '127.0.0.1',
      OUTCRY_HTTP_PORT: String(own),
      OUTCRY_REDIS_URL: `redis://127.0.0.1:${servers.redisPort}`,
    };
    const spec = specOf(options, app, replicaName(service, index), { ...common, ...env });
    const process = manageProcess({ platform, spec, isReady: () => isReady(url), onDeath });
    const replica = { service, index, process, url };
    replicas.push(replica);
    return replica;
  };
  for (const index of REPLICAS) {
    const addresses: Record<string, string> = {};
    for (const service of OWNERS) {
      const name = replicaName(service, index);
      const env = await environmentOf(options, name, service, port);
      const { url } = await add(service, index, env);
      const target = Number(new URL(url).port);
      const linkName = `gateway-${index} to ${name}`;
      const address = await links.add('gateway', linkName, target, await port());
      addresses[`OUTCRY_${service.toUpperCase()}_URL`] = `http://${address}`;
    }
    await add('gateway', index, { ...addresses, ...issuerOf(issuer) });
  }
  return replicas;
};
