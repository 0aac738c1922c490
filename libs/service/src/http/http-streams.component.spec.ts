import { startTestIssuer, type TestIssuer } from '@outcry/testing';
import { setClock } from '../../test/bidding-app';
import { createTokenVerifier } from '../auth/token-verifier';
import { silentLogger } from '../telemetry/logger';
import { defineEndpoint, route } from './endpoint';
import { createHttpApp } from './http-app';
import { listenHttp, type HttpServer } from './http-server';

describe('an HTTP app with demo operations and streams', () => {
  const streaming = defineEndpoint({
    method: 'GET',
    path: '/v1/ticks',
    operationId: 'ticks',
    summary: 'A stream',
    tag: 'ticks',
    access: 'public',
    idempotency: 'none',
    responses: { 200: { description: 'events', contentType: 'text/event-stream' } },
  });
  const stopping = new AbortController();
  let issuer: TestIssuer;
  let server: HttpServer;
  let clientGone: Promise<void>;

  beforeAll(async () => {
    issuer = await startTestIssuer();
    const gone = Promise.withResolvers<void>();
    clientGone = gone.promise;
    const app = createHttpApp({
      info: { title: 'Test', version: '1.0.0', description: 'a test' },
      routes: [
        route(setClock, async () => ({ status: 204 })),
        route(streaming, async ({ signal }) => ({
          status: 200,
          headers: { 'Content-Type': 'text/event-stream' },
          stream: async (response) => {
            response.write('data: 1\n\n');
            await new Promise((aborted) => signal.addEventListener('abort', aborted));
            gone.resolve();
          },
        })),
      ],
      verifier: createTokenVerifier(issuer),
      health: { startup: {}, live: {}, ready: {} },
      log: silentLogger(),
      demo: true,
      stopping: stopping.signal,
    });
    server = await listenHttp(app, { host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await server.close(100);
    await issuer.close();
  });

  it('serves a demo operation to an operator on the loopback address, and to nobody else', async () => {
    const put = async (roles: readonly ('operator' | 'bidder')[]) => {
      const token = await issuer.issueToken({ sub: 'ann', roles });
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`${server.url}/v1/demo/clock`, { method: 'PUT', headers })).status;
    };
    expect([await put(['operator']), await put(['bidder'])]).toEqual([204, 403]);
  });

  it('tells a stream that its client has gone', async () => {
    const client = new AbortController();
    const response = await fetch(`${server.url}/v1/ticks`, { signal: client.signal });
    await response.body?.getReader().read();
    client.abort();
    await clientGone;
  });

  it('ends its streams when the service stops, so that the stop waits for none', async () => {
    const response = await fetch(`${server.url}/v1/ticks`);
    const ended = response.text();
    stopping.abort();
    expect(await ended).toBe('data: 1\n\n');
  });
});
