import { detailOf, tableOf } from './held-table';

const held = {
  id: '1',
  consumer: 'parcel.watch',
  topic: 'parcel.life.v1',
  key: 'a',
  sequence: '3',
  eventId: 'e-1',
  type: 'parcel.moved.v1',
  state: 'dead',
  cause: 'defect',
  detail: 'cannot be',
  attempts: 2,
  redrives: 1,
  heldAt: new Date(0),
  dueAt: null,
  keyParked: false,
} as const;

describe('held messages as text', () => {
  it('stand in aligned columns and are counted', () => {
    const lines = tableOf([held, { ...held, sequence: null, type: null, redrives: 0 }]).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^state {2}cause {3}consumer/);
    expect(lines[1]).toContain('2 +1 redriven  1970-01-01T00:00:00.000Z  e-1');
    expect(lines[2]).toMatch(/a {4}- {4}- {16}2 /);
    expect(lines[3]).toBe('2 held');
  });

  it('show one with its bytes and headers', () => {
    const whole = { ...held, partition: 0, offset: '9', headers: { ce_id: 'e-1' } };
    expect(JSON.parse(detailOf({ ...whole, value: Buffer.from('{}') }))).toMatchObject({
      offset: '9',
      headers: { ce_id: 'e-1' },
      value: '{}',
    });
    expect(JSON.parse(detailOf({ ...whole, value: null }))).toMatchObject({ value: null });
  });
});
