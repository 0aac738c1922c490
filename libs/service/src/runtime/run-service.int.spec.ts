import {
  createTestDatabase,
  eventually,
  startTestIssuer,
  startTypescript,
  testServers,
  type TestDatabase,
  type TestIssuer,
  type TestProcess,
} from '@outcry/testing';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createDatabase } from '../database/database';

const MAIN = resolve(__dirname, '../../test/sample.main.ts');
const LIBS = resolve(__dirname, '../../..');

describe('a service as a process', () => {
  let dir: string;
  let test: TestDatabase;
  let issuer: TestIssuer;
  let service: TestProcess;
  let url: string;

  const start = (env: NodeJS.ProcessEnv = {}): TestProcess =>
    startTypescript(MAIN, {
      nodeFlags: ['--max-semi-space-size=2'],
      env: {
        PATH: process.env['PATH'],
        OUTCRY_SAMPLE_DIR: dir,
        OUTCRY_HTTP_PORT: '0',
        OUTCRY_DATABASE_URL: test.connectionString,
        OUTCRY_KAFKA_BROKERS: testServers().kafkaBrokers.join(','),
        OUTCRY_REDIS_URL: testServers().redisUrl,
        OUTCRY_JWKS_URL: issuer.jwksUrl,
        OUTCRY_TOKEN_ISSUER: issuer.issuer,
        OUTCRY_LOG_LEVEL: 'debug',
        ...env,
      },
    });
  const ready = async (process: TestProcess): Promise<string> => {
    const [, port = ''] = await process.waitFor(/"port":(\d+),"message":"started"/);
    return `http://127.0.0.1:${port}`;
  };
  const post = async (key: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${url}/v1/notes`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await issuer.issueToken({ sub: 'ann' })}`,
        'content-type': 'application/json',
        'idempotency-key': key,
        ...headers,
      },
      body: JSON.stringify(body),
    });

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'outcry-sample-'));
    mkdirSync(join(dir, 'migrations'));
    for (const file of ['messaging/migrations/messaging', 'service/migrations/idempotency']) {
      const name = `${file.split('/').at(-1)}.sql`;
      copyFileSync(join(LIBS, `${file}.sql`), join(dir, 'migrations', name));
    }
    issuer = await startTestIssuer();
    test = await createTestDatabase({ name: 'sample', migrationsDir: join(dir, 'migrations') });
    service = start();
    url = await ready(service);
  }, 60_000);
  afterAll(async () => {
    await service.kill();
    await issuer.close();
    await test.drop();
    rmSync(dir, { recursive: true });
  });

  it('is live and ready, with everything it depends on', async () => {
    for (const probe of ['startup', 'live', 'ready']) {
      const response = await fetch(`${url}/health/${probe}`);
      expect([probe, response.status, await response.json()]).toMatchObject([
        probe,
        200,
        { status: 'ok' },
      ]);
    }
  });

  it('ties log lines to the caller’s trace, and logs neither token nor body', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const answer = await post(
      'trace-1',
      { text: 'very private' },
      { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    );
    expect(answer.status).toBe(201);
    const [line = ''] = await service.waitFor(/\{[^\n]*a note was written[^\n]*\n/);
    expect(JSON.parse(line)).toMatchObject({ service: 'sample', level: 'info', trace_id: traceId });
    await service.waitFor(/\/v1\/notes[^\n]*"status":201/);
    expect(service.output()).not.toContain('very private');
    expect(service.output()).not.toContain('Bearer');
  });

  it('measures its requests by route for Prometheus', async () => {
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toMatch(
      /http_server_request_duration_seconds_count\{method="POST",route="\/v1\/notes",status="201"\} \d/,
    );
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  });

  it('stays small when idle', async () => {
    const status = readFileSync(`/proc/${service.pid}/status`, 'utf8');
    const rssMb = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024;
    expect(rssMb).toBeLessThan(130);
  });

  it('finishes the requests in hand on SIGTERM and exits with 0', async () => {
    const slow = post('slow-1', { text: 'late', delayMs: 1_500 });
    const watcher = createDatabase({ connectionString: test.connectionString });
    const running = `SELECT 1 FROM pg_stat_activity
      WHERE datname = $1 AND state = 'active' AND query LIKE 'SELECT pg_sleep%'`;
    await eventually(async () => {
      expect((await watcher.query(running, [test.name])).rowCount).toBe(1);
    });
    await watcher.close();
    service.signal('SIGTERM');
    expect((await slow).status).toBe(201);
    expect(await service.exited).toBe(0);
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  });

  it('waits for a database that is not migrated yet, then exits and says what to do', async () => {
    const empty = await createTestDatabase({ name: 'sample_empty' });
    const waiting = start({ OUTCRY_DATABASE_URL: empty.connectionString });
    await waiting.waitFor(/the database lacks idempotency, messaging: run the migrations first/);
    await waiting.kill();
    await empty.drop();
  });

  it('names every fault of its configuration at once and exits with 1', async () => {
    const broken = start({ OUTCRY_HTTP_PORT: 'many', OUTCRY_JWKS_URL: undefined });
    expect(await broken.exited).toBe(1);
    expect(broken.output()).toContain('OUTCRY_HTTP_PORT');
    expect(broken.output()).toContain('OUTCRY_JWKS_URL: is required');
  });
});
