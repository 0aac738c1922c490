import { request as httpRequest, type Agent, type IncomingMessage } from 'node:http';
import type { HeaderFields, RawHeaders } from '../domain/forwarding';
import { UpstreamFailure } from './upstream-failure';

export type UpstreamRequest = {
  readonly method: string;
  /** Path and query, as they came. */
  readonly target: string;
  readonly headers: HeaderFields;
  readonly body: Buffer | null;
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal;
  /** Whether sending it a second time can do no harm. */
  readonly repeatable: boolean;
};

/** An answer: whole when it is short, else its beginning and the stream of the rest. */
export type UpstreamAnswer = {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly contentType: string;
  readonly head: Buffer;
  readonly rest: IncomingMessage | null;
};

export type UpstreamEndpoint = {
  readonly baseUrl: URL;
  readonly agent: Agent;
  /** Until the answer begins, and between its bytes. */
  readonly timeoutMs: number;
};

/** Answers up to this size are read whole: so one cut short still becomes a problem document. */
const READ_AHEAD_BYTES = 262_144;
const EVENT_STREAM = 'text/event-stream';

const failureOf = (error: Error, wasSent: boolean): UpstreamFailure => {
  if (error instanceof UpstreamFailure) return error;
  return new UpstreamFailure(wasSent ? 'broken' : 'unreachable', error);
};

type Started = { readonly message: IncomingMessage };

/** A kept-alive connection that the service was closing just then: nobody has seen the request. */
class StaleConnection extends Error {}

const start = (endpoint: UpstreamEndpoint, request: UpstreamRequest): Promise<Started> =>
  new Promise((resolve, reject) => {
    const { baseUrl, agent, timeoutMs } = endpoint;
    const outgoing = httpRequest({
      host: baseUrl.hostname,
      port: baseUrl.port,
      method: request.method,
      path: request.target,
      headers: { ...request.headers, host: baseUrl.host },
      agent,
    });
    let connected = false;
    const abort = (): void => void outgoing.destroy(new UpstreamFailure('client_gone'));
    const timer = setTimeout(() => {
      outgoing.destroy(new UpstreamFailure(connected ? 'timed_out' : 'unreachable'));
    }, timeoutMs);
    outgoing.once('socket', (socket) => {
      if (socket.connecting) socket.once('connect', () => (connected = true));
      else connected = true;
    });
    outgoing.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      request.signal.removeEventListener('abort', abort);
      const stale = outgoing.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '');
      reject(stale ? new StaleConnection() : failureOf(error, connected));
    });
    outgoing.once('response', (message) => {
      clearTimeout(timer);
      message.setTimeout(timeoutMs, () => message.destroy(new UpstreamFailure('timed_out')));
      message.once('close', () => request.signal.removeEventListener('abort', abort));
      resolve({ message });
    });
    if (request.signal.aborted) abort();
    request.signal.addEventListener('abort', abort, { once: true });
    outgoing.end(request.body ?? undefined);
  });

/** Reads until the answer ends or is long; what is left of a long one stays in the stream. */
const readAhead = (message: IncomingMessage): Promise<{ head: Buffer; ended: boolean }> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (ended: boolean): void => {
      message.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose);
      resolve({ head: Buffer.concat(chunks), ended });
    };
    const onEnd = (): void => settle(true);
    const onError = (error: Error): void => reject(failureOf(error, true));
    const onClose = (): void => reject(new UpstreamFailure('broken'));
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= READ_AHEAD_BYTES) return;
      message.pause();
      settle(false);
    };
    message.on('data', onData).once('end', onEnd).once('error', onError).once('close', onClose);
  });

export const isEventStream = ({ contentType }: Pick<UpstreamAnswer, 'contentType'>): boolean =>
  contentType.startsWith(EVENT_STREAM);

const answerOf = async (message: IncomingMessage): Promise<UpstreamAnswer> => {
  const contentType = message.headers['content-type'] ?? '';
  const { statusCode: status = 502, rawHeaders: headers } = message;
  const empty = { status, headers, contentType, head: Buffer.alloc(0), rest: message };
  if (isEventStream(empty)) return empty;
  const { head, ended } = await readAhead(message);
  return { status, headers, contentType, head, rest: ended ? null : message };
};

/**
 * Sends a request to a service and waits for its answer.
 *
 * @throws UpstreamFailure
 */
export const callUpstream = async (
  endpoint: UpstreamEndpoint,
  request: UpstreamRequest,
): Promise<UpstreamAnswer> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { message } = await start(endpoint, request);
      return await answerOf(message);
    } catch (error) {
      if (!(error instanceof StaleConnection)) throw error;
      if (!request.repeatable || attempt === 3) throw new UpstreamFailure('broken', error);
    }
  }
};
