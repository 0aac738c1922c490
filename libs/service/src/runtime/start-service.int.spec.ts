import {
  createTestDatabase,
  eventually,
  startTestIssuer,
  tcpProxy,
  type TcpProxy,
  type TestDatabase,
  type TestIssuer,
} from '@outcry/testing';
import { createMemoryTransport } from '@outcry/messaging';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sampleService } from '../../test/sample-service';
import { startService, type RunningService } from './start-service';

type Audit = {
  readonly status: string;
  readonly invariants: readonly { invariant: string; ok: boolean; runbook: string }[];
};

const LIBS = resolve(__dirname, '../../..');

describe('a service whose servers come and go', () => {
  let dir: string;
  let test: TestDatabase;
  let issuer: TestIssuer;
  let postgres: TcpProxy;
  let redis: TcpProxy;
  let service: RunningService;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'outcry-sample-'));
    mkdirSync(join(dir, 'migrations'));
    for (const file of ['messaging/migrations/messaging', 'service/migrations/idempotency']) {
      const name = `${file.split('/').at(-1)}.sql`;
      copyFileSync(join(LIBS, `${file}.sql`), join(dir, 'migrations', name));
    }
    issuer = await startTestIssuer();
    test = await createTestDatabase({ name: 'outages', migrationsDir: join(dir, 'migrations') });
    const database = new URL(test.connectionString);
    postgres = await tcpProxy({ host: database.hostname, port: Number(database.port) });
    database.port = String(postgres.port);
    redis = await tcpProxy({ host: '127.0.0.1', port: 1 });
    service = await startService(sampleService(dir), {
      transport: createMemoryTransport(),
      config: {
        OUTCRY_HTTP_HOST: '127.0.0.1',
        OUTCRY_HTTP_PORT: 0,
        OUTCRY_JWKS_URL: issuer.jwksUrl,
        OUTCRY_TOKEN_ISSUER: issuer.issuer,
        OUTCRY_DEMO: false,
        OUTCRY_LOG_LEVEL: 'silent',
        OUTCRY_SHUTDOWN_MS: 10_000,
        OUTCRY_AUDIT_INTERVAL_MS: 30_000,
        OUTCRY_DATABASE_URL: database.toString(),
        OUTCRY_DATABASE_POOL: 5,
        OUTCRY_KAFKA_BROKERS: [],
        OUTCRY_TOPIC_PREFIX: '',
        OUTCRY_REDIS_URL: `redis://127.0.0.1:${redis.port}`,
      },
    });
  });
  afterAll(async () => {
    await service.stop();
    await postgres.close();
    await redis.close();
    await issuer.close();
    await test.drop();
    rmSync(dir, { recursive: true });
  });

  const probe = async (name: string) => (await fetch(`${service.url}/health/${name}`)).status;
  const write = async (key: string) => {
    const response = await fetch(`${service.url}/v1/notes`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await issuer.issueToken({ sub: 'ann' })}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify({ text: 'hello' }),
    });
    return { status: response.status, body: (await response.json()) as { code?: string } };
  };

  it('is ready and works without Redis', async () => {
    expect([await probe('ready'), (await write('r1')).status]).toEqual([200, 201]);
  });

  it('tells in its audit what is wrong, and stays ready', async () => {
    // A machine too busy to answer in time is found too, until it is less so.
    await eventually(async () => {
      const response = await fetch(`${service.url}/health/audit?fresh`);
      const { status, invariants } = (await response.json()) as Audit;
      expect([response.status, status]).toEqual([200, 'violated']);
      expect(invariants.map(({ invariant }) => invariant)).toContain('outbox_drains');
      expect(invariants.filter(({ ok }) => !ok)).toMatchObject([
        { invariant: 'redis_answers', runbook: 'redis-lost' },
      ]);
    });
    await eventually(async () => expect(await probe('ready')).toBe(200));
  });

  it('is live but not ready without its database, refuses with 503, and recovers by itself', async () => {
    await postgres.refuse();
    expect(await probe('ready')).toBe(503);
    expect(await probe('live')).toBe(200);
    const refused = await write('d1');
    expect([refused.status, refused.body.code]).toEqual([503, 'service_unavailable']);
    await postgres.accept();
    await eventually(async () => expect(await probe('ready')).toBe(200));
    expect((await write('d1')).status).toBe(201);
  });
});
