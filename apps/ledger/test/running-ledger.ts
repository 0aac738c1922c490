import { type MessageData, type MessageDefinition, parseSequence } from '@outcry/contracts';
import { createMemoryTransport, type MemoryTransport } from '@outcry/messaging';
import { startService, type RunningService } from '@outcry/service';
import {
  createTestDatabase,
  startTestIssuer,
  testServers,
  type TestDatabase,
  type TestIssuer,
} from '@outcry/testing';
import { ledgerService } from '../src/app';
import { ledgerEnvironment } from '../src/config';
import { migrationsDir, newId } from './ledger-database';

export type Published = {
  readonly id: string;
  readonly type: string;
  readonly key: string;
  readonly tenantId: string;
  readonly sequence: bigint | null;
  readonly data: Record<string, unknown>;
};

export type HttpAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
};

type Caller = { readonly sub: string; readonly tenantId?: string; readonly role?: string };
export const operator: Caller = { sub: 'op', role: 'operator' };

export type RunningLedger = {
  readonly test: TestDatabase;
  readonly issuer: TestIssuer;
  readonly transport: MemoryTransport;
  readonly replicas: readonly RunningService[];
  readonly send: <D extends MessageDefinition>(
    definition: D,
    data: MessageData<D>,
    options?: { readonly tenantId?: string; readonly eventId?: string },
  ) => Promise<void>;
  readonly published: (topic: 'hold' | 'transfer') => Published[];
  readonly call: (
    caller: Caller | null,
    method: string,
    path: string,
    body?: unknown,
    options?: { readonly key?: string; readonly replica?: number },
  ) => Promise<HttpAnswer>;
  readonly stop: () => Promise<void>;
};

const publishedOf = (transport: MemoryTransport, topic: string): Published[] =>
  transport.records(`ledger.${topic}.v1`).map(({ key, value, headers }) => ({
    id: headers['ce_id'] ?? '',
    type: headers['ce_type'] ?? '',
    key: key ?? '',
    tenantId: headers['ce_tenantid'] ?? '',
    sequence: headers['ce_sequence'] === undefined ? null : parseSequence(headers['ce_sequence']),
    data: JSON.parse(value?.toString() ?? 'null'),
  }));

const sender = (transport: MemoryTransport): RunningLedger['send'] => {
  return async (definition, data, options = {}) => {
    const producer = await transport.producer({ clientId: 'bidding' });
    const key = String((data as { commandId: string }).commandId);
    await producer.send([
      {
        topic: definition.topic.name,
        records: [
          {
            key,
            value: JSON.stringify(data),
            headers: {
              ce_specversion: '1.0',
              ce_id: options.eventId ?? newId(),
              ce_source: '/outcry/bidding',
              ce_type: definition.type,
              ce_time: new Date().toISOString(),
              ce_subject: key,
              ce_dataschema: `/schemas/${definition.type}.json`,
              ce_partitionkey: key,
              ce_tenantid: options.tenantId ?? 'default',
              'content-type': 'application/json',
            },
          },
        ],
      },
    ]);
    await producer.close();
  };
};

/** The whole service, several replicas of it, over a real database and an in-memory broker. */
export const startLedger = async (name: string, replicaCount = 1): Promise<RunningLedger> => {
  const test = await createTestDatabase({ name, migrationsDir });
  const issuer = await startTestIssuer();
  const transport = createMemoryTransport();
  const config = ledgerEnvironment.parse({
    OUTCRY_HTTP_PORT: '0',
    OUTCRY_DATABASE_URL: test.connectionString,
    OUTCRY_KAFKA_BROKERS: 'nowhere:9092',
    OUTCRY_REDIS_URL: testServers().redisUrl,
    OUTCRY_JWKS_URL: issuer.jwksUrl,
    OUTCRY_TOKEN_ISSUER: issuer.issuer,
  });
  const replicas = await Promise.all(
    Array.from({ length: replicaCount }, () => startService(ledgerService, { config, transport })),
  );

  const call: RunningLedger['call'] = async (caller, method, path, body, options = {}) => {
    const token =
      caller &&
      (await issuer.issueToken({
        sub: caller.sub,
        tenantId: caller.tenantId ?? 'default',
        roles: [(caller.role ?? 'bidder') as 'bidder'],
      }));
    const response = await fetch(`${replicas[options.replica ?? 0]?.url}${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(method === 'POST' ? { 'idempotency-key': options.key ?? newId() } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: text === '' ? {} : JSON.parse(text),
    };
  };

  return {
    ...{ test, issuer, transport, replicas, call },
    send: sender(transport),
    published: (topic) => publishedOf(transport, topic),
    stop: async () => {
      await Promise.all(replicas.map((replica) => replica.stop()));
      await transport.close();
      await issuer.close();
      await test.drop();
    },
  };
};
