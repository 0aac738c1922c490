import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { eventually } from '../eventually';
import { tcpProxy, type TcpProxy } from './tcp-proxy';

describe('the TCP fault proxy', () => {
  let echo: Server;
  let proxy: TcpProxy;
  const clients: Socket[] = [];

  beforeEach(async () => {
    echo = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.pipe(socket);
    });
    await new Promise<void>((listening) => echo.listen(0, '127.0.0.1', listening));
    proxy = await tcpProxy({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await proxy.close();
    echo.close();
  });

  const client = () => {
    const socket = connect(proxy.port, proxy.host);
    clients.push(socket);
    const seen = { text: '', error: '' };
    socket.on('data', (chunk) => (seen.text += chunk.toString()));
    socket.on('error', (error: NodeJS.ErrnoException) => (seen.error = error.code ?? ''));
    return { socket, seen };
  };

  it('passes bytes on, in order', async () => {
    const { socket, seen } = client();
    for (let n = 0; n < 100; n += 1) socket.write(`${n},`);
    const expected = Array.from({ length: 100 }, (_, n) => `${n},`).join('');
    await eventually(() => expect(seen.text).toBe(expected));
  });

  it('holds bytes back in order while a delay is set', async () => {
    const delayed = client();
    const order: string[] = [];
    proxy.fault({ kind: 'delay', ms: 150 });
    delayed.socket.on('data', () => order.push('delayed'));
    delayed.socket.write('a');
    setTimeout(() => order.push('half of the delay'), 75);
    await eventually(() => expect(delayed.seen.text).toBe('a'));
    expect(order).toEqual(['half of the delay', 'delayed']);
  });

  it('breaks open connections with a reset', async () => {
    const { socket, seen } = client();
    socket.write('a');
    await eventually(() => expect(seen.text).toBe('a'));
    proxy.cut();
    await eventually(() => expect(seen.error).toBe('ECONNRESET'));
  });

  it('keeps a half-open connection open and silent', async () => {
    const { socket, seen } = client();
    socket.write('a');
    await eventually(() => expect(seen.text).toBe('a'));
    proxy.fault({ kind: 'half_open' });
    socket.write('b');
    await new Promise((waited) => setTimeout(waited, 100));
    expect([seen.text, seen.error, socket.destroyed]).toEqual(['a', '', false]);
  });

  it('keeps back only what comes from the server while a connection is unanswered', async () => {
    const { socket, seen } = client();
    let arrived = '';
    echo.on('connection', (served) => served.on('data', (chunk) => (arrived += String(chunk))));
    socket.write('a');
    await eventually(() => expect(seen.text).toBe('a'));
    proxy.fault({ kind: 'unanswered' });
    socket.write('b');
    await eventually(() => expect(arrived).toBe('ab'));
    await new Promise((waited) => setTimeout(waited, 100));
    expect([seen.text, seen.error, socket.destroyed]).toEqual(['a', '', false]);
  });

  it('refuses new connections until told otherwise, on the same port', async () => {
    await proxy.refuse();
    const refused = client();
    await eventually(() => expect(refused.seen.error).toBe('ECONNREFUSED'));
    await proxy.accept();
    const { socket, seen } = client();
    socket.write('again');
    await eventually(() => expect(seen.text).toBe('again'));
  });

  it('passes on slowly without losing anything', async () => {
    proxy.fault({ kind: 'slow', bytesPerSecond: 20_000 });
    const { socket, seen } = client();
    socket.write('x'.repeat(2_000));
    await eventually(() => expect(seen.text).toBe('x'.repeat(2_000)));
  });
});
