import { ByteReader } from './byte-reader';

type Headers = Record<string, string>;

/** As kafkajs reads them: null is text, and of equal names the first counts. */
const put = (headers: Headers, name: string, value: string): void => {
  if (Object.hasOwn(headers, name)) return;
  // A name that an object has of its own accord would not be set by assigning it.
  if (name === '__proto__') Object.defineProperty(headers, name, { value, enumerable: true });
  else headers[name] = value;
};

/**
 * Reads the headers of a record of magic 2 as text. Most records are asked for their envelope
 * instead, which `readEnvelope` finds faster.
 *
 * @param at where in the bytes the number of headers stands
 */
export const readHeaders = (bytes: Buffer, at: number): Headers => {
  const reader = new ByteReader(bytes, at);
  const text = (): string => {
    const length = reader.varint();
    if (length < 0) return 'null';
    const start = reader.at;
    reader.at += length;
    return bytes.toString('utf8', start, reader.at);
  };
  const headers: Headers = {};
  for (let left = reader.varint(); left > 0; left -= 1) put(headers, text(), text());
  return headers;
};
