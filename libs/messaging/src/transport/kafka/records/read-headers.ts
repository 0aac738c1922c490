/** Headers as text, and where in the buffer they end. */
export type ReadHeaders = {
  readonly headers: Record<string, string>;
  readonly end: number;
};

/** Where a string begins and ends; -1 for both when it is null. */
type Place = { from: number; to: number };

const BITS = 0x7f;
const CONTINUES = 0x80;
const NOWHERE: Place = { from: -1, to: -1 };

/** Headers of one kind of message come in one order: the names of the last record are tried. */
const lastNames: string[] = [];
const REMEMBERED_NAMES = 64;

class Reader {
  readonly bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  varint(): number {
    let value = 0;
    let shift = 0;
    let byte: number;
    do {
      byte = this.bytes[this.at++] ?? 0;
      value |= (byte & BITS) << shift;
      shift += 7;
    } while (byte & CONTINUES);
    return (value >>> 1) ^ -(value & 1);
  }

  place(): Place {
    const length = this.varint();
    if (length < 0) return NOWHERE;
    const from = this.at;
    this.at += length;
    return { from, to: this.at };
  }
}

/** All headers of a record, as text too if each byte of theirs is a character. */
type Block = { readonly bytes: Buffer; readonly start: number; readonly text: string | null };

const textAt = ({ bytes, start, text }: Block, { from, to }: Place): string => {
  if (from < 0) return 'null';
  return text === null ? bytes.toString('utf8', from, to) : text.slice(from - start, to - start);
};

const nameAt = (block: Block, place: Place, index: number): string => {
  const { text, start } = block;
  const { from, to } = place;
  const last = lastNames[index];
  const isLast = text !== null && last?.length === to - from && text.startsWith(last, from - start);
  if (isLast) return last;
  const name = textAt(block, place);
  if (index < REMEMBERED_NAMES) lastNames[index] = name;
  return name;
};

/** As it was read before: null is text, and of equal names the first counts. */
const put = (headers: Record<string, string>, name: string, value: string): void => {
  if (Object.hasOwn(headers, name)) return;
  // A name that an object has of its own accord would not be set by assigning it.
  if (name === '__proto__') Object.defineProperty(headers, name, { value, enumerable: true });
  else headers[name] = value;
};

/**
 * Reads the headers of a record of magic 2.
 *
 * kafkajs copies the object of headers once for each header, and decodes each string by itself:
 * that was half of what a consumer spent on a record. Here the whole block becomes text at once, of
 * which the strings are parts; where a character takes several bytes they are decoded one by one.
 */
export const readHeaders = (bytes: Buffer, offset: number): ReadHeaders => {
  const reader = new Reader(bytes, offset);
  const count = reader.varint();
  const headers: Record<string, string> = {};
  if (count <= 0) return { headers, end: reader.at };
  const places: Place[] = [];
  const start = reader.at;
  for (let string = 0; string < 2 * count; string += 1) places.push(reader.place());
  const end = reader.at;
  const text = bytes.toString('utf8', start, end);
  const block: Block = { bytes, start, text: text.length === end - start ? text : null };
  for (let at = 0; at < count; at += 1) {
    const name = nameAt(block, places[2 * at] as Place, at);
    put(headers, name, textAt(block, places[2 * at + 1] as Place));
  }
  return { headers, end };
};
