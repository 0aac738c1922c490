import { whereOf } from './held-filter';

describe('a filter of held messages', () => {
  it('without fields means everything that is held', () => {
    expect(whereOf({})).toEqual({ text: `state <> 'settled'`, values: [] });
  });

  it('joins its fields, each with a value of its own', () => {
    const filter = { consumer: 'c', eventId: 'e', state: 'dead', olderThanMs: 5 } as const;
    expect(whereOf(filter)).toEqual({
      text:
        `state <> 'settled' AND consumer = $1 AND event_id = $2 AND state = $3 AND ` +
        'held_at <= clock_timestamp() - make_interval(secs => $4::numeric / 1000)',
      values: ['c', 'e', 'dead', 5],
    });
  });

  it('knows every field', () => {
    const filter = { topic: 't', key: 'k', type: 'y', cause: 'z' };
    expect(whereOf(filter).text).toBe(
      `state <> 'settled' AND topic = $1 AND key = $2 AND type = $3 AND cause = $4`,
    );
  });
});
