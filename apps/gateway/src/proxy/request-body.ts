import type { IncomingMessage } from 'node:http';
import { Refusal } from '@outcry/service';

const tooLarge = (limitBytes: number): Refusal =>
  new Refusal(
    {
      code: 'payload_too_large',
      detail: `Send at most ${limitBytes} bytes in a body.`,
      extensions: { limitBytes },
    },
    // What was not read of the body would otherwise be taken for the next request.
    { Connection: 'close' },
  );

/**
 * Reads a request's body whole, so that a slow sender takes up none of a service's capacity; null
 * when the request has none.
 *
 * @throws Refusal payload_too_large
 */
export const readBody = async (
  request: IncomingMessage,
  limitBytes: number,
): Promise<Buffer | null> => {
  const { 'content-length': length, 'transfer-encoding': transfer } = request.headers;
  if (transfer === undefined && length === undefined) return null;
  if (Number(length ?? 0) > limitBytes) throw tooLarge(limitBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limitBytes) throw tooLarge(limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
