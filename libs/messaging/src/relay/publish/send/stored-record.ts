import { OperationalError } from '@outcry/kernel';
import type { OutgoingRecord, TopicRecords } from '../../../transport/transport';
import type { PendingRow } from '../pending.sql';

/**
 * A row as a record. Its headers stay the text that they are stored as, which is what the encoding
 * takes: parsing it was much of what a row cost. Only who asks for them has them parsed.
 */
class StoredRecord implements OutgoingRecord {
  readonly key: string;
  readonly value: string | null;
  readonly headersJson: string;

  constructor({ key, payload, headers }: PendingRow) {
    this.key = key;
    this.value = payload;
    this.headersJson = headers;
  }

  /** @throws OperationalError `record_unencodable`: the row's key is parked, the shard goes on */
  get headers(): Readonly<Record<string, string>> {
    try {
      return JSON.parse(this.headersJson) as Record<string, string>;
    } catch (cause) {
      const message = 'the stored headers are not JSON';
      throw new OperationalError('record_unencodable', message, { retryable: false, cause });
    }
  }
}

/** Rows as a transport takes them: by topic, in order. */
export const toTopicRecords = (rows: readonly PendingRow[]): readonly TopicRecords[] => {
  const byTopic = new Map<string, OutgoingRecord[]>();
  for (const row of rows) {
    const records = byTopic.get(row.topic);
    if (records === undefined) byTopic.set(row.topic, [new StoredRecord(row)]);
    else records.push(new StoredRecord(row));
  }
  return [...byTopic].map(([topic, records]) => ({ topic, records }));
};
