import {
  createTestDatabase,
  eventually,
  startSpanCollector,
  startTestIssuer,
  startTypescript,
  testServers,
  type SpanCollector,
  type TestDatabase,
  type TestIssuer,
  type TestProcess,
} from '@outcry/testing';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const MAIN = resolve(__dirname, '../../test/sample.main.ts');
const LIBS = resolve(__dirname, '../../..');
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('tracing with an OTLP endpoint', () => {
  let collector: SpanCollector;
  let dir: string;
  let test: TestDatabase;
  let issuer: TestIssuer;
  let service: TestProcess;

  beforeAll(async () => {
    collector = await startSpanCollector();
    dir = mkdtempSync(join(tmpdir(), 'outcry-traced-'));
    mkdirSync(join(dir, 'migrations'));
    for (const file of ['messaging/migrations/messaging', 'service/migrations/idempotency']) {
      const name = `${file.split('/').at(-1)}.sql`;
      copyFileSync(join(LIBS, `${file}.sql`), join(dir, 'migrations', name));
    }
    issuer = await startTestIssuer();
    test = await createTestDatabase({ name: 'traced', migrationsDir: join(dir, 'migrations') });
    service = startTypescript(MAIN, {
      env: {
        PATH: process.env['PATH'],
        OUTCRY_SAMPLE_DIR: dir,
        OUTCRY_HTTP_PORT: '0',
        OUTCRY_DATABASE_URL: test.connectionString,
        OUTCRY_KAFKA_BROKERS: testServers().kafkaBrokers.join(','),
        OUTCRY_JWKS_URL: issuer.jwksUrl,
        OUTCRY_TOKEN_ISSUER: issuer.issuer,
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_BSP_SCHEDULE_DELAY: '100',
      },
    });
  });
  afterAll(async () => {
    await service.kill();
    collector.close();
    await issuer.close();
    await test.drop();
    rmSync(dir, { recursive: true });
  });

  it('exports one trace of the caller’s through HTTP and SQL', async () => {
    const [, port = ''] = await service.waitFor(/"port":(\d+),"message":"started"/);
    const response = await fetch(`http://127.0.0.1:${port}/v1/notes`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await issuer.issueToken({ sub: 'ann' })}`,
        'content-type': 'application/json',
        'idempotency-key': 'traced-1',
        traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01`,
      },
      body: JSON.stringify({ text: 'hello' }),
    });
    expect(response.status).toBe(201);
    const own = () => collector.spans.filter(({ traceId }) => traceId === TRACE_ID);
    await eventually(() => {
      const names = own().map(({ name }) => name);
      expect(names).toContainEqual(expect.stringMatching(/^POST/));
      expect(names).toContainEqual(expect.stringMatching(/^pg\.query:/));
    });
  });

  it('makes no trace of probes', async () => {
    const [, port = ''] = await service.waitFor(/"port":(\d+),"message":"started"/);
    await fetch(`http://127.0.0.1:${port}/health/ready`);
    await new Promise((waited) => setTimeout(waited, 500));
    expect(
      collector.spans.map(({ name }) => name).filter((name) => name.includes('health')),
    ).toEqual([]);
  });
});
