import type { PendingRow } from '../pending.sql';
import { toTopicRecords } from './stored-record';

const row = (position: number, more: Partial<PendingRow> = {}): PendingRow => ({
  ...{ topic: 't', key: 'k', headers: '{}', payload: '', createdMs: 0, parked: false },
  position: String(position),
  ...more,
});

describe('rows as a transport takes them', () => {
  it('are grouped by topic, in order, with their headers as they are stored', () => {
    const rows = [
      row(1, { topic: 'a', key: 'x', headers: '{"ce_id":"1"}', payload: 'one' }),
      row(2, { topic: 'b', payload: null }),
      row(3, { topic: 'a', key: 'y', payload: 'three' }),
    ];
    expect(toTopicRecords(rows)).toEqual([
      {
        topic: 'a',
        records: [
          { key: 'x', value: 'one', headersJson: '{"ce_id":"1"}' },
          { key: 'y', value: 'three', headersJson: '{}' },
        ],
      },
      { topic: 'b', records: [{ key: 'k', value: null, headersJson: '{}' }] },
    ]);
  });

  it('have their headers parsed for whoever asks', () => {
    const [of] = toTopicRecords([row(1, { headers: '{"ce_id":"1"}' })]);
    expect(of?.records[0]?.headers).toEqual({ ce_id: '1' });
  });

  it('are refused for good when someone asks for headers that are not JSON', () => {
    const [of] = toTopicRecords([row(1, { headers: 'nonsense' })]);
    expect(() => of?.records[0]?.headers).toThrow(
      expect.objectContaining({
        ...{ code: 'record_unencodable', retryable: false },
        message: 'the stored headers are not JSON',
      }) as Error,
    );
  });
});
