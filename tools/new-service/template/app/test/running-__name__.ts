import { resolve } from 'node:path';
import { parseSequence } from '@outcry/contracts';
import { createMemoryTransport } from '@outcry/messaging';
import { startService } from '@outcry/service';
import { createTestDatabase, startTestIssuer, testServers } from '@outcry/testing';
import { __camelName__Service } from '../src/app';
import { __camelName__Environment } from '../src/config';

export const migrationsDir = resolve(__dirname, '../prisma/migrations');

/** The whole service over a database of its own and an in-memory broker; `op` is an operator. */
export const start__PascalName__ = async () => {
  const test = await createTestDatabase({ name: '__name__', migrationsDir });
  const issuer = await startTestIssuer();
  const transport = createMemoryTransport();
  const config = __camelName__Environment.parse({
    OUTCRY_HTTP_PORT: '0',
    OUTCRY_DATABASE_URL: test.connectionString,
    OUTCRY_KAFKA_BROKERS: 'nowhere:9092',
    OUTCRY_REDIS_URL: testServers().redisUrl,
    OUTCRY_JWKS_URL: issuer.jwksUrl,
    OUTCRY_TOKEN_ISSUER: issuer.issuer,
  });
  const service = await startService(__camelName__Service, { config, transport });

  return {
    call: async (sub: string, method: string, path: string, body?: object, key?: string) => {
      const roles = [sub === 'op' ? ('operator' as const) : ('bidder' as const)];
      const response = await fetch(`${service.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await issuer.issueToken({ sub, roles })}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, json: (await response.json()) as Record<string, unknown> };
    },
    published: () =>
      transport.records('__name__.item.v1').map(({ key, value, headers }) => ({
        key,
        type: headers['ce_type'],
        sequence: parseSequence(headers['ce_sequence'] ?? '0'),
        data: JSON.parse(value?.toString() ?? 'null') as unknown,
      })),
    stop: async () => {
      await service.stop();
      await transport.close();
      await issuer.close();
      await test.drop();
    },
  };
};

export type Running__PascalName__ = Awaited<ReturnType<typeof start__PascalName__>>;
