import { envelopeSchema } from '@outcry/contracts';
import type { EnvelopePart } from '../../transport';
import { ByteReader } from './byte-reader';
import { readHeaders } from './read-headers';

const NAMES = Object.keys(envelopeSchema.shape) as readonly (keyof EnvelopePart)[];
const NONE = -1;

/** More headers than this are read as a whole. */
const MOST_AT_ONCE = 63;

/** The headers of one kind of message: the same names in the same order. */
type Layout = {
  /** All names one after the other, and how long each of them is. */
  readonly names: Buffer;
  readonly lengths: readonly number[];
  /** Which of {@link NAMES} each is; {@link NONE} for a header that is left out. */
  readonly places: readonly number[];
};

/** By the number of headers, the layout that was met last. */
const layouts: (Layout | undefined)[] = [];

const layoutOf = (names: readonly string[]): Layout => ({
  names: Buffer.from(names.join('')),
  lengths: names.map((name) => Buffer.byteLength(name)),
  places: names.map((name) => NAMES.indexOf(name as keyof EnvelopePart)),
});

/** Where the values of a record's headers begin and end, counted from the first header. */
const from = new Int32Array(MOST_AT_ONCE);
const to = new Int32Array(MOST_AT_ONCE);

/** The values of {@link NAMES} that the record at hand has. */
const values: (string | undefined)[] = NAMES.map(() => undefined);

/** Always of one form, which makes it quick to make and to look into. */
const envelope = (): EnvelopePart => ({
  ce_specversion: values[0],
  ce_id: values[1],
  ce_source: values[2],
  ce_type: values[3],
  ce_time: values[4],
  ce_subject: values[5],
  ce_dataschema: values[6],
  ce_partitionkey: values[7],
  ce_tenantid: values[8],
  ce_sequence: values[9],
  ce_correlationid: values[10],
  ce_causationid: values[11],
  'content-type': values[12],
  traceparent: values[13],
  tracestate: values[14],
  baggage: values[15],
});

/**
 * @returns false unless these are the names, none of the values is null, and the reader is at the
 *   end of them
 */
const findValues = ({ names, lengths }: Layout, reader: ByteReader): boolean => {
  const { bytes } = reader;
  const start = reader.at;
  let nameAt = 0;
  for (let header = 0; header < lengths.length; header += 1) {
    const length = lengths[header] as number;
    if (reader.varint() !== length) return false;
    for (const end = nameAt + length; nameAt < end; nameAt += 1) {
      if (bytes[reader.at++] !== names[nameAt]) return false;
    }
    const valueLength = reader.varint();
    if (valueLength < 0) return false;
    from[header] = reader.at - start;
    reader.at += valueLength;
    to[header] = reader.at - start;
  }
  return true;
};

const readKnown = (layout: Layout, reader: ByteReader): EnvelopePart | null => {
  const start = reader.at;
  if (!findValues(layout, reader)) return null;
  const text = (reader.bytes as Buffer).toString('utf8', start, reader.at);
  // A character of several bytes moves what is behind it.
  if (text.length !== reader.at - start) return null;
  values.fill(undefined);
  const { places } = layout;
  for (let header = 0; header < places.length; header += 1) {
    const place = places[header] as number;
    if (place !== NONE) values[place] = text.slice(from[header], to[header]);
  }
  return envelope();
};

/**
 * Reads, of a record of magic 2, the headers of the envelope and of the trace: the same values that
 * {@link readHeaders} finds, without an object of all headers. Headers of one kind of message have
 * the same names in the same order, so they are compared with those of a record before.
 *
 * @param at where in the bytes the number of headers stands
 */
export const readEnvelope = (bytes: Buffer, at: number): EnvelopePart => {
  const reader = new ByteReader(bytes, at);
  const count = reader.varint();
  const layout = layouts[count];
  const known = layout === undefined ? null : readKnown(layout, reader);
  if (known !== null) return known;
  const headers = readHeaders(bytes, at);
  if (count > 0 && count <= MOST_AT_ONCE) layouts[count] = layoutOf(Object.keys(headers));
  NAMES.forEach((name, place) => {
    values[place] = Object.hasOwn(headers, name) ? headers[name] : undefined;
  });
  return envelope();
};
