import type { ServerResponse } from 'node:http';
import { responseHeadersFor } from '../domain/forwarding';
import { isEventStream, type UpstreamAnswer } from './upstream-call';

/**
 * Passes a service's answer on, byte for byte; one that breaks off late ends the connection.
 *
 * @param stopping ends streams of events, which would never end by themselves
 */
export const relayAnswer = (
  answer: UpstreamAnswer,
  response: ServerResponse,
  stopping: AbortSignal,
): void => {
  response.statusCode = answer.status;
  const headers = responseHeadersFor(answer.headers);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const { rest } = answer;
  if (rest === null) {
    response.end(answer.head.length === 0 ? undefined : answer.head);
    return;
  }
  response.flushHeaders();
  if (answer.head.length > 0) response.write(answer.head);
  const end = (): void => {
    rest.unpipe(response);
    response.end();
  };
  if (isEventStream(answer)) stopping.addEventListener('abort', end, { once: true });
  rest.once('error', () => response.destroy());
  rest.once('close', () => {
    if (!rest.complete) response.destroy();
  });
  response.once('close', () => {
    rest.destroy();
    stopping.removeEventListener('abort', end);
  });
  rest.pipe(response);
};
