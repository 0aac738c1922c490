import { ByteReader } from './byte-reader';

type Headers = Record<string, string>;

/** More headers than this are read one by one. */
const MOST_AT_ONCE = 63;
const NULL = -1;

/** Where the names and values of a record's headers begin and end, counted from the first. */
const from = new Int32Array(2 * MOST_AT_ONCE);
const to = new Int32Array(2 * MOST_AT_ONCE);

/**
 * Headers of one kind of message have the same names in the same order: by their number, the names
 * that were read last, if all of them were different.
 */
const lastNames: (readonly string[] | undefined)[] = [];

/** As kafkajs reads them: null is text, and of equal names the first counts. */
const put = (headers: Headers, name: string, value: string): void => {
  if (Object.hasOwn(headers, name)) return;
  // A name that an object has of its own accord would not be set by assigning it.
  if (name === '__proto__') Object.defineProperty(headers, name, { value, enumerable: true });
  else headers[name] = value;
};

/** Where a character takes several bytes, or there are very many, each string is read by itself. */
const readOneByOne = (bytes: Buffer, at: number): Headers => {
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

const textAt = (text: string, index: number): string =>
  to[index] === NULL ? 'null' : text.slice(from[index], to[index]);

const areNames = (names: readonly string[], text: string): boolean => {
  for (let at = 0; at < names.length; at += 1) {
    if (textAt(text, 2 * at) !== names[at]) return false;
  }
  return true;
};

const readNamed = (names: readonly string[], text: string): Headers => {
  const headers: Headers = {};
  for (let at = 0; at < names.length; at += 1) {
    headers[names[at] as string] = textAt(text, 2 * at + 1);
  }
  return headers;
};

const readAll = (count: number, text: string): Headers => {
  const headers: Headers = {};
  const names = Array.from({ length: count }, (_, at) => textAt(text, 2 * at));
  names.forEach((name, at) => put(headers, name, textAt(text, 2 * at + 1)));
  const areDistinct = Object.keys(headers).length === count && !names.includes('__proto__');
  lastNames[count] = areDistinct ? names : undefined;
  return headers;
};

/**
 * Reads the headers of a record of magic 2 as text.
 *
 * kafkajs copies the object of headers once for each header, and decodes each string by itself:
 * that was half of what a consumer spent on a record. Here the whole block becomes text at once, of
 * which the strings are parts, and the names are those of the record before.
 *
 * @param at where in the bytes the number of headers stands
 */
export const readHeaders = (bytes: Buffer, at: number): Headers => {
  const reader = new ByteReader(bytes, at);
  const count = reader.varint();
  if (count <= 0) return {};
  if (count > MOST_AT_ONCE) return readOneByOne(bytes, at);
  const start = reader.at;
  for (let string = 0; string < 2 * count; string += 1) {
    const length = reader.varint();
    from[string] = reader.at - start;
    if (length > 0) reader.at += length;
    to[string] = length < 0 ? NULL : reader.at - start;
  }
  const text = bytes.toString('utf8', start, reader.at);
  if (text.length !== reader.at - start) return readOneByOne(bytes, at);
  const names = lastNames[count];
  return names !== undefined && areNames(names, text)
    ? readNamed(names, text)
    : readAll(count, text);
};
