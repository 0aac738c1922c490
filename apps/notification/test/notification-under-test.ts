import { join } from 'node:path';
import { formatSequence } from '@outcry/contracts';
import {
  createMemoryTransport,
  type MemoryTransport,
  type OutgoingMessage,
} from '@outcry/messaging';
import { startService, type Role, type RunningService } from '@outcry/service';
import {
  createTestDatabase,
  eventually,
  openSse,
  startTestIssuer,
  testServers,
  type SseClient,
  type TestDatabase,
  type TestIssuer,
} from '@outcry/testing';
import { buildApp } from '../src/app';
import { notificationConfig } from '../src/config';
import type { NotificationView } from '../src/http/notification.schemas';
import { ids, TENANT } from './events';

export type Answer = { readonly status: number; readonly body: Record<string, unknown> };

export type NotificationUnderTest = {
  readonly replicas: readonly RunningService[];
  readonly database: TestDatabase;
  readonly transport: MemoryTransport;
  /** Publishes events as bidding would; the same id again is a repeat. */
  readonly publish: (messages: readonly OutgoingMessage[], eventIds?: string[]) => Promise<void>;
  readonly call: (sub: string, method: string, path: string, body?: unknown) => Promise<Answer>;
  readonly inbox: (sub: string, query?: string) => Promise<NotificationView[]>;
  /** Waits until the visible inbox of `sub` is of these kinds, newest first. */
  readonly untilInbox: (sub: string, kinds: readonly string[]) => Promise<NotificationView[]>;
  readonly stream: (sub: string, lastEventId?: string) => Promise<SseClient>;
  readonly issuer: TestIssuer;
  readonly stop: () => Promise<void>;
};

const ROLES: readonly Role[] = ['bidder', 'seller'];

const recordOf = (message: OutgoingMessage, eventId: string) => ({
  key: message.key,
  value: JSON.stringify(message.data),
  headers: {
    ce_specversion: '1.0',
    ce_id: eventId,
    ce_source: '/outcry/bidding',
    ce_type: message.definition.type,
    ce_time: new Date().toISOString(),
    ce_subject: message.key,
    ce_dataschema: `/schemas/${message.definition.type}.json`,
    ce_partitionkey: message.key,
    ce_tenantid: message.tenantId,
    ...(message.sequence === undefined ? {} : { ce_sequence: formatSequence(message.sequence) }),
    'content-type': 'application/json',
  },
});

const publisher =
  (transport: MemoryTransport): NotificationUnderTest['publish'] =>
  async (messages, eventIds = []) => {
    const producer = await transport.producer({ clientId: 'bidding' });
    const batches = messages.map((message, at) => ({
      topic: message.definition.topic.name,
      records: [recordOf(message, eventIds[at] ?? ids.next())],
    }));
    for (const batch of batches) await producer.send([batch]);
    await producer.close();
  };

/** The service, one or several replicas, over a real database and Redis and an in-memory broker. */
export const startNotification = async (
  name: string,
  options: {
    readonly replicas?: number;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<NotificationUnderTest> => {
  const migrationsDir = join(__dirname, '../prisma/migrations');
  const database = await createTestDatabase({ name, migrationsDir });
  const issuer = await startTestIssuer();
  const transport = createMemoryTransport();
  const config = notificationConfig.parse({
    OUTCRY_HTTP_PORT: '0',
    OUTCRY_DATABASE_URL: database.connectionString,
    OUTCRY_KAFKA_BROKERS: 'nowhere:9092',
    OUTCRY_REDIS_URL: testServers().redisUrl,
    OUTCRY_JWKS_URL: issuer.jwksUrl,
    OUTCRY_TOKEN_ISSUER: issuer.issuer,
    OUTCRY_ENDING_SOON_SWEEP_MS: '100',
    OUTCRY_INBOX_HEARTBEAT_MS: '200',
    ...options.env,
  });
  const service = {
    name: 'notification',
    config: notificationConfig,
    dir: join(__dirname, '../src'),
    build: buildApp,
  };
  const count = options.replicas ?? 1;
  const replicas = await Promise.all(
    Array.from({ length: count }, () => startService(service, { config, transport })),
  );
  const url = replicas[0]?.url ?? '';
  const tokenOf = (sub: string) => issuer.issueToken({ sub, tenantId: TENANT, roles: ROLES });

  const call: NotificationUnderTest['call'] = async (sub, method, path, body) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${await tokenOf(sub)}`,
        'idempotency-key': ids.next(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
  };
  const inbox: NotificationUnderTest['inbox'] = async (sub, query = '') =>
    (await call(sub, 'GET', `/v1/notifications${query}`)).body['items'] as NotificationView[];

  return {
    ...{ replicas, database, transport, issuer, call, inbox },
    publish: publisher(transport),
    untilInbox: (sub, kinds) =>
      eventually(async () => {
        const items = await inbox(sub);
        const found = items.map(({ kind }) => kind);
        if (found.join() !== kinds.join()) throw new Error(`inbox of ${sub}: ${found.join()}`);
        return items;
      }),
    stream: async (sub, lastEventId) =>
      openSse(`${url}/v1/notifications/stream`, {
        authorization: `Bearer ${await tokenOf(sub)}`,
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      }),
    stop: async () => {
      await Promise.all(replicas.map((replica) => replica.stop()));
      await transport.close();
      await issuer.close();
      await database.drop();
    },
  };
};
