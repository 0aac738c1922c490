import type { IncomingMessage } from 'node:http';
import { jsonErrorPosition } from './json-syntax';
import { Refusal } from '../response/problem';

export const DEFAULT_BODY_LIMIT_BYTES = 65_536;

const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json$/;

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

const checkMediaType = (request: IncomingMessage): void => {
  const refuse = (detail: string): never => {
    throw new Refusal({ code: 'unsupported_media_type', detail }, { Accept: 'application/json' });
  };
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  if (!JSON_TYPE.test(type)) refuse('Send the body as application/json.');
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)) {
    refuse('Send the body in UTF-8.');
  }
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') refuse('Send the body without a content encoding.');
};

const read = async (request: IncomingMessage, limitBytes: number): Promise<Buffer> => {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limitBytes) throw tooLarge(limitBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limitBytes) throw tooLarge(limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const decode = (bytes: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal({ code: 'malformed_json', detail: 'The body is not valid UTF-8.' });
  }
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const position = jsonErrorPosition(text);
    const lines = text.slice(0, position).split('\n');
    const line = lines.length;
    const column = (lines.at(-1)?.length ?? 0) + 1;
    throw new Refusal({
      code: 'malformed_json',
      detail: `The body stops being JSON at line ${line}, column ${column}; correct it there.`,
      extensions: { position, line, column },
    });
  }
};

/**
 * Reads and parses a JSON body, or returns undefined when there is none.
 *
 * @throws Refusal unsupported_media_type, payload_too_large or malformed_json
 */
export const readJsonBody = async (
  request: IncomingMessage,
  limitBytes: number,
): Promise<unknown> => {
  const { 'content-length': length, 'transfer-encoding': transfer } = request.headers;
  if (transfer === undefined && (length === undefined || Number(length) === 0)) return undefined;
  checkMediaType(request);
  const bytes = await read(request, limitBytes);
  return bytes.length === 0 ? undefined : parse(decode(bytes));
};
