import { randomBytes, randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { allTopics } from '@outcry/contracts';
import { createKafkaTopics } from '@outcry/messaging';
import {
  createTestDatabase,
  startTestIssuer,
  startTypescript,
  testServers,
  type TestDatabase,
  type TestIssuer,
  type TestProcess,
} from '@outcry/testing';

const APPS = resolve(__dirname, '../../..');
const OWNERS = ['bidding', 'ledger', 'notification'] as const;
const STARTED = /"port":(\d+),"message":"started"/;
const PATIENCE_MS = 120_000;

export type Person = readonly [sub: string, role: 'bidder' | 'seller' | 'operator'];

/** All services as processes, on databases and topics of their own, behind a gateway. */
export type OwnServices = {
  readonly url: string;
  readonly topicPrefix: string;
  readonly issuer: TestIssuer;
  /** Posts through the gateway; fails loudly when it is refused. */
  readonly post: (
    as: Person,
    path: string,
    body: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Record<string, unknown>>;
  readonly get: (as: Person, path: string) => Promise<Record<string, unknown>>;
  readonly stop: () => Promise<void>;
};

const portOf = async (service: TestProcess): Promise<string> => {
  const [, port = ''] = await service.waitFor(STARTED, PATIENCE_MS);
  return port;
};

const clientOf = (url: string, issuer: TestIssuer): Pick<OwnServices, 'get' | 'post'> => {
  const call = async ([sub, role]: Person, path: string, init: RequestInit) => {
    const token = await issuer.issueToken({ sub, roles: [role], ttlSeconds: 600 });
    const headers = { ...init.headers, authorization: `Bearer ${token}` };
    const response = await fetch(`${url}${path}`, { ...init, headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`${init.method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  };
  return {
    get: (as, path) => call(as, path, { method: 'GET' }),
    post: (as, path, body, headers = {}) =>
      call(as, path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
          ...headers,
        },
        body: JSON.stringify(body),
      }),
  };
};

/** @param env what all of them get beside where they find the servers and each other */
export const startOwnServices = async (
  env: Readonly<Record<string, string>>,
): Promise<OwnServices> => {
  const servers = testServers();
  const topicPrefix = `svc-${randomBytes(4).toString('hex')}.`;
  const connection = { brokers: servers.kafkaBrokers, clientId: 'outcry-e2e' };
  await createKafkaTopics(connection, allTopics, { topicPrefix, replicationFactor: 1 });
  const issuer = await startTestIssuer();
  const databases: TestDatabase[] = [];
  const processes: TestProcess[] = [];
  const start = (name: string, more: NodeJS.ProcessEnv): TestProcess => {
    const service = startTypescript(resolve(APPS, name, 'src/main.ts'), {
      env: {
        PATH: process.env['PATH'],
        OUTCRY_HTTP_HOST: '127.0.0.1',
        OUTCRY_HTTP_PORT: '0',
        OUTCRY_KAFKA_BROKERS: servers.kafkaBrokers.join(','),
        OUTCRY_TOPIC_PREFIX: topicPrefix,
        OUTCRY_REDIS_URL: servers.redisUrl,
        OUTCRY_JWKS_URL: issuer.jwksUrl,
        OUTCRY_TOKEN_ISSUER: issuer.issuer,
        ...env,
        ...more,
      },
    });
    processes.push(service);
    return service;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(processes.map((one) => one.kill()));
    await issuer.close();
    for (const database of databases) await database.drop();
  };
  const startAll = async (): Promise<string> => {
    const addresses: Record<string, string> = {};
    for (const name of OWNERS) {
      const migrationsDir = resolve(APPS, name, 'prisma/migrations');
      const database = await createTestDatabase({ name: `services_${name}`, migrationsDir });
      databases.push(database);
      const service = start(name, { OUTCRY_DATABASE_URL: database.connectionString });
      addresses[`OUTCRY_${name.toUpperCase()}_URL`] = `http://127.0.0.1:${await portOf(service)}`;
    }
    return `http://127.0.0.1:${await portOf(start('gateway', addresses))}`;
  };
  const url = await startAll().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, topicPrefix, issuer, ...clientOf(url, issuer), stop };
};
