import { createMemoryTransport, type MemoryTransport } from '@outcry/messaging';
import { createDatabase, startService, type Role, type ServiceDatabase } from '@outcry/service';
import {
  createTestDatabase,
  startTestIssuer,
  type TestDatabase,
  type TestIssuer,
} from '@outcry/testing';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { biddingService } from '../../src/app';
import type { BiddingConfig } from '../../src/config';
import { startFakeLedger, type FakeLedger } from './fake-ledger';

export type Reply = {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly text: string;
  readonly headers: Headers;
};

type Call = {
  readonly method?: string;
  readonly path: string;
  readonly as?: readonly [sub: string, ...roles: Role[]];
  readonly body?: unknown;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Index of the replica. */
  readonly at?: number;
};

export type BiddingSystem = {
  readonly ledger: FakeLedger;
  readonly transport: MemoryTransport;
  readonly database: ServiceDatabase;
  readonly call: (call: Call) => Promise<Reply>;
  readonly stop: () => Promise<void>;
};

const start = (database: TestDatabase, issuer: TestIssuer, transport: MemoryTransport) => {
  // Without Redis: what bidding decides needs none.
  const config = {
    OUTCRY_HTTP_HOST: '127.0.0.1',
    OUTCRY_HTTP_PORT: 0,
    OUTCRY_JWKS_URL: issuer.jwksUrl,
    OUTCRY_TOKEN_ISSUER: issuer.issuer,
    OUTCRY_DEMO: true,
    OUTCRY_LOG_LEVEL: 'error',
    OUTCRY_SHUTDOWN_MS: 10_000,
    OUTCRY_AUDIT_INTERVAL_MS: 30_000,
    OUTCRY_DATABASE_URL: database.connectionString,
    OUTCRY_DATABASE_POOL: 12,
    OUTCRY_BIDS_PER_TRANSACTION: 200,
  } as BiddingConfig;
  return startService(biddingService, { config, transport });
};

/** Bidding with its HTTP API on a database of its own, against a fake ledger on the topics. */
export const startBidding = async (name: string, replicas = 1): Promise<BiddingSystem> => {
  const migrationsDir = resolve(__dirname, '../../prisma/migrations');
  const test = await createTestDatabase({ name: `bidding_${name}`, migrationsDir });
  const issuer = await startTestIssuer();
  const transport = createMemoryTransport();
  const ledger = await startFakeLedger(transport);
  const services: Awaited<ReturnType<typeof start>>[] = [];
  for (let n = 0; n < replicas; n += 1) services.push(await start(test, issuer, transport));
  const database = createDatabase({ connectionString: test.connectionString, maxConnections: 3 });

  const call = async ({ method = 'GET', path, as, body, key, headers, at = 0 }: Call) => {
    const token = as && (await issuer.issueToken({ sub: as[0], roles: as.slice(1) as Role[] }));
    const response = await fetch(`${services[at]?.url}${path}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'POST' ? { 'idempotency-key': key ?? randomUUID() } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    return { status: response.status, body: parsed, text, headers: response.headers };
  };

  return {
    ledger,
    transport,
    database,
    call,
    stop: async () => {
      for (const service of services) await service.stop();
      await ledger.stop();
      await transport.close();
      await database.close();
      await issuer.close();
      await test.drop();
    },
  };
};
