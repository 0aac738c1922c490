import type { Sql } from '@outcry/messaging';
import { nextLookMs } from './next-look';

const answering = (row: object): Sql => ({
  query: async <Row>() => ({ rows: [row] as Row[], rowCount: 1 }),
});

describe('the next look of the sweeper', () => {
  it.each<[what: string, inMs: number | null, bySetClock: boolean, lookInMs: number]>([
    ['nothing is awaited', null, false, 1_000],
    ['the next is due in a day', 86_400_000, false, 1_000],
    ['the next is due in a second', 1_000, false, 1_000],
    ['the next is due within a second', 999, false, 250],
    ['the next is due sooner than that', 40, false, 40],
    ['the next has become due', -3, false, 1],
    ['an auction goes by a set clock', null, true, 250],
    ['an auction goes by a set clock, another by the real one', 86_400_000, true, 250],
  ])('when %s', async (_, inMs, bySetClock, lookInMs) => {
    const sql = answering({ in_ms: inMs, by_set_clock: bySetClock });
    expect(await nextLookMs(sql)).toBe(lookInMs);
  });
});
