import { varintSize, writeVarint } from './varint';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
/** Two lengths of at most 5 bytes for each header; the quotes, colon and comma make up for 6. */
const MOST_BYTES_MORE = 10;
const LARGEST_CHARACTER_BYTES = 3;

/** Headers in the record format; valid until the next ones are encoded. */
export type HeaderBytes = { readonly bytes: Buffer; readonly length: number };

let json = Buffer.alloc(4_096);
let encoded = Buffer.alloc(8_192);

const makeRoom = (text: string): void => {
  const room = text.length * LARGEST_CHARACTER_BYTES;
  if (room > json.length) json = Buffer.alloc(room * 2);
  // Every header takes at least the 6 characters of `"":"",`.
  const most = room + MOST_BYTES_MORE * (text.length / 6 + 1);
  if (most > encoded.length) encoded = Buffer.alloc(Math.ceil(most) * 2);
};

/** The end of the string that begins at `from`, or -1 when there is an escape in it. */
const endOfString = (from: number, length: number): number => {
  for (let at = from; at < length; at += 1) {
    const byte = json[at];
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) return -1;
  }
  return -1;
};

const copyString = (from: number, to: number, offset: number): number => {
  let at = writeVarint(encoded, offset, to - from);
  for (let read = from; read < to; read += 1) encoded[at++] = json[read] as number;
  return at;
};

/**
 * The strings of compact JSON of strings without an escape, taken over byte by byte; -1 when the
 * text is anything else. The count of headers goes before them and is not written here.
 */
const copyStrings = (length: number, offset: number): { end: number; strings: number } => {
  let at = offset;
  let read = 1;
  let strings = 0;
  while (read < length && json[read] === QUOTE) {
    const end = endOfString(read + 1, length);
    if (end < 0) return { end: -1, strings };
    at = copyString(read + 1, end, at);
    strings += 1;
    // Behind a string: a colon, a comma or the closing brace.
    read = end + 2;
  }
  return { end: json[length - 1] === CLOSE_BRACE && read >= length ? at : -1, strings };
};

const encodeSlowly = (headers: Readonly<Record<string, string>>): HeaderBytes => {
  const entries = Object.entries(headers);
  const strings = entries.flat();
  const sizes = strings.map((text) => Buffer.byteLength(text));
  const total = sizes.reduce((sum, size) => sum + size + varintSize(size), 5);
  const bytes = Buffer.alloc(total);
  let at = writeVarint(bytes, 0, entries.length);
  strings.forEach((text, index) => {
    at = writeVarint(bytes, at, sizes[index] ?? 0);
    at += bytes.write(text, at);
  });
  return { bytes, length: at };
};

/** Headers of a record are few: their count takes one byte up to this number. */
const MOST_HEADERS = 63;

/**
 * A record's headers from the JSON in which an outbox keeps them. Parsing it into an object, only
 * to write its strings one by one, was a quarter of what a row cost.
 *
 * @param text compact JSON of an object of strings
 */
export const encodeHeaders = (text: string): HeaderBytes => {
  makeRoom(text);
  const length = json.write(text, 0);
  if (json[0] === OPEN_BRACE) {
    const { end, strings } = copyStrings(length, 1);
    const count = strings / 2;
    if (end > 0 && Number.isInteger(count) && count > 0 && count <= MOST_HEADERS) {
      writeVarint(encoded, 0, count);
      return { bytes: encoded, length: end };
    }
  }
  return encodeSlowly(JSON.parse(text) as Record<string, string>);
};
