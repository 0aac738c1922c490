import type { IncomingRecord, OutgoingRecord, PartitionBatch, Transport } from '@outcry/messaging';

/** A broker with a transport over it, for one run of the suite. */
export type TransportHarness = {
  readonly transport: Transport;
  /** Makes a new topic of three partitions and returns its name. */
  readonly createTopic: () => Promise<string>;
  readonly close: () => Promise<void>;
};

export const record = (key: string, value: string | null, headers = {}): OutgoingRecord => ({
  key,
  value,
  headers,
});
export const numbered = (key: string, from: number, to: number): OutgoingRecord[] =>
  Array.from({ length: to - from + 1 }, (_, at) => record(key, String(from + at)));
export const keys = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `key-${at}`);
export const text = ({ value }: IncomingRecord): string => value?.toString() ?? '';
export const last = (batch: PartitionBatch): bigint => batch.records.at(-1)?.offset ?? -1n;

/** Values of a key in the order in which they first came. */
export const valuesOf = (records: readonly IncomingRecord[], key: string): string[] => [
  ...new Set(records.filter((one) => one.key === key).map(text)),
];
