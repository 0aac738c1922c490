import { toTimestamp } from '@outcry/kernel';
import type { Outbox } from '../../outbox/outbox';
import type { Sql } from '../../sql';
import type { Delivery } from '../delivery/delivery';
import type { Trouble } from '../effect/trouble';
import { storable } from './storable';

/** A record for `<group>.dlq`: the original bytes and headers, and `dlq-` headers that say why. */
export type DeadLetter = {
  readonly eventId: string;
  readonly type: string;
  readonly sequence: bigint | null;
  readonly topic: string;
  readonly key: string;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
};

/** Appends a dead letter to the consumer's outbox, in the transaction that holds the message. */
export type DeadLetterSink = {
  readonly append: (sql: Sql, letter: DeadLetter) => Promise<void>;
  /** Called after every commit that may have appended, effects included. */
  readonly wake: () => void;
};

export const deadLettersThrough = (
  outbox: Pick<Outbox, 'appendRows' | 'wake'>,
): DeadLetterSink => ({
  append: (sql, { eventId, value, ...letter }) =>
    outbox.appendRows(sql, [{ ...letter, id: eventId, payload: value }]),
  wake: outbox.wake,
});

export type Failure = {
  readonly group: string;
  readonly delivery: Delivery;
  readonly trouble: Trouble;
  readonly attempts: number;
  readonly redrives: number;
  readonly firstFailedMs: number;
  readonly lastFailedMs: number;
};

/** A header value: one line, of bounded length. */
const line = (text: string): string => storable(text).replace(/\s+/g, ' ').slice(0, 500);

/** With the added headers a larger value might not fit the topic; the held row keeps it. */
const LARGEST_VALUE_BYTES = 900_000;

type Carried = { readonly text: string | null; readonly about: Readonly<Record<string, string>> };

/** Bytes that are no storable text travel as base64, too many are left out; a header says so. */
const carried = (value: Buffer | null): Carried => {
  if (value === null) return { text: null, about: {} };
  const text = value.toString('utf8');
  const isText = Buffer.from(storable(text), 'utf8').equals(value);
  const encoded = isText ? text : value.toString('base64');
  if (Buffer.byteLength(encoded) > LARGEST_VALUE_BYTES) {
    return { text: null, about: { 'dlq-value-omitted-bytes': value.length.toString() } };
  }
  return { text: encoded, about: isText ? {} : { 'dlq-value-encoding': 'base64' } };
};

/** Headers of an earlier death are replaced, never piled up. */
const withoutDlq = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !name.startsWith('dlq-'))
      .map(([name, value]) => [storable(name), storable(value)]),
  );

export const deadLetterOf = (failure: Failure): DeadLetter => {
  const { delivery, trouble } = failure;
  const { record } = delivery;
  const { text, about } = carried(record.value);
  return {
    eventId: delivery.eventId,
    type: storable(record.headers['ce_type'] ?? 'unknown'),
    sequence: delivery.sequence,
    topic: `${failure.group}.dlq`,
    key: delivery.key,
    value: text,
    headers: {
      ...withoutDlq(record.headers),
      ...about,
      'dlq-original-topic': record.topic,
      'dlq-original-partition': record.partition.toString(),
      'dlq-original-offset': record.offset.toString(),
      'dlq-original-timestamp': toTimestamp(record.timestampMs),
      'dlq-original-group': failure.group,
      'dlq-exception-type': line(trouble.cause),
      'dlq-exception-message': line(trouble.detail),
      'dlq-attempts': failure.attempts.toString(),
      'dlq-first-failed-at': toTimestamp(failure.firstFailedMs),
      'dlq-last-failed-at': toTimestamp(failure.lastFailedMs),
      'dlq-redrive-count': failure.redrives.toString(),
    },
  };
};
