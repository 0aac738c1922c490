import { commonRejections, type RejectionDefinition } from '@outcry/contracts';
import { OperationalError } from '@outcry/kernel';
import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { PROBLEM_TYPE, type CommonCode } from './response/problem';

export type HttpServer = {
  readonly port: number;
  readonly url: string;
  /** Takes no new request, lets the running ones finish, and cuts what is left after `graceMs`. */
  readonly close: (graceMs: number) => Promise<void>;
};

const MAX_HEADER_BYTES = 16_384;
const IDLE_SWEEP_MS = 25;

const refusalOf = (code: string | undefined): { code: CommonCode; detail: string } => {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return {
      code: 'headers_too_large',
      detail: `Send at most ${MAX_HEADER_BYTES} bytes of headers.`,
    };
  }
  return { code: 'invalid_request', detail: 'The request is not well-formed HTTP.' };
};

/** What Node's parser refuses never reaches the app, so the problem is written by hand. */
const answerParserError = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const { code, detail } = refusalOf(error.code);
  const { status, title }: RejectionDefinition = commonRejections[code];
  const instance = randomUUID();
  const body = JSON.stringify({
    type: `/problems/${code}`,
    title,
    status,
    detail,
    instance,
    code,
  });
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: ${PROBLEM_TYPE}\r\nX-Request-Id: ${instance}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};

const listen = (server: Server, host: string, port: number): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const message =
        cause.code === 'EADDRINUSE'
          ? `port ${port} on ${host} is in use: stop what uses it or set another OUTCRY_HTTP_PORT`
          : `cannot listen on ${host}:${port}`;
      reject(new OperationalError('cannot_listen', message, { retryable: false, cause }));
    });
    server.listen(port, host, () => resolve(server.address() as AddressInfo));
  });

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => server.close(() => resolve()));

/**
 * Listens with bounds on everything a slow or hostile client could hold open.
 *
 * @param options.port 0 takes a free one
 */
export const listenHttp = async (
  app: RequestListener,
  options: { readonly host: string; readonly port: number },
): Promise<HttpServer> => {
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      // Longer than a load balancer's usual 60 s, so that it never reuses a closing connection.
      keepAliveTimeout: 65_000,
    },
    app,
  );
  server.on('clientError', answerParserError);
  const { port } = await listen(server, options.host, options.port);
  return {
    port,
    url: `http://${options.host}:${port}`,
    close: async (graceMs) => {
      const done = closed(server);
      // A connection whose last answer has just left would else be kept alive for another minute.
      const idle = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
      const cut = setTimeout(() => server.closeAllConnections(), graceMs);
      await done;
      clearInterval(idle);
      clearTimeout(cut);
    },
  };
};
