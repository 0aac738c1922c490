import type { IncomingRecord } from '../../transport/transport';
import type { Pace } from '../effect/pace';
import type { Delivery } from './delivery';
import { gatherRuns, type Run } from './gathered-runs';

const tick = () => new Promise((resolve) => setTimeout(resolve, 0));
const decode = (record: IncomingRecord): Delivery =>
  ({ key: record.key, record }) as unknown as Delivery;
const records = (keys: string, topic = 't'): readonly IncomingRecord[] =>
  [...keys].map((key) => ({ key, topic }) as unknown as IncomingRecord);
const keysOf = (some: readonly Delivery[]): string => some.map(({ key }) => key).join('');

/** A partition's pace that notes what it hears. */
const paceOf = () => {
  const heard: string[] = [];
  const state = { stale: false };
  const pace: Pace = {
    isStale: () => state.stale,
    finished: (done) => void heard.push(keysOf(done)),
  };
  return { pace, heard, state };
};

const finishing =
  (seen: string[]): Run =>
  async (some, pace) => {
    seen.push(keysOf(some));
    await tick();
    pace.finished(some);
  };

describe('gathered runs', () => {
  it('share one run, and each partition hears of its own', async () => {
    const seen: string[] = [];
    const run = gatherRuns(finishing(seen), { decode, maxBatch: 10, maxConcurrency: 4 });
    const [one, two] = [paceOf(), paceOf()];
    await Promise.all([run(records('ab'), one.pace), run(records('cd'), two.pace)]);
    expect(seen).toEqual(['abcd']);
    expect([one.heard, two.heard]).toEqual([['ab'], ['cd']]);
  });

  it.each([
    ['to a full batch', 4, [records('ab'), records('cd'), records('e')], ['abcd', 'e']],
    ['not beyond it', 3, [records('ab'), records('cd'), records('e')], ['ab', 'cde']],
    ['alone, where one fills it', 2, [records('ab'), records('cd')], ['ab', 'cd']],
    ['alone, where sharing is off', 1, [records('a'), records('b')], ['a', 'b']],
    ['by topic', 9, [records('a'), records('b', 'u'), records('c', 'u')], ['a', 'bc']],
  ])('go together %s', async (_how, maxBatch, given, wanted) => {
    const seen: string[] = [];
    const run = gatherRuns(finishing(seen), { decode, maxBatch, maxConcurrency: 4 });
    await Promise.all(given.map((some) => run(some, paceOf().pace)));
    expect(seen).toEqual(wanted);
  });

  it('are at most so many at once, and a failure is that of all that shared it', async () => {
    let running = 0;
    let most = 0;
    const failing: Run = async (some, pace) => {
      running += 1;
      most = Math.max(most, running);
      await tick();
      running -= 1;
      if (keysOf(some).includes('b')) throw new Error('fails');
      pace.finished(some);
    };
    const run = gatherRuns(failing, { decode, maxBatch: 2, maxConcurrency: 2 });
    const given = ['a', 'b', 'cc', 'dd', 'ee'];
    const all = await Promise.allSettled(given.map((keys) => run(records(keys), paceOf().pace)));
    expect(most).toBe(2);
    expect(all.map(({ status }) => status)).toEqual([
      ...['rejected', 'rejected'],
      ...['fulfilled', 'fulfilled', 'fulfilled'],
    ]);
    await run(records('f'), paceOf().pace);
  });

  it('go on without a partition that is lost before they begin, or while they run', async () => {
    const seen: string[] = [];
    const [gone, lost, kept] = [paceOf(), paceOf(), paceOf()];
    gone.state.stale = true;
    const losing: Run = async (some, pace) => {
      seen.push(keysOf(some));
      await tick();
      pace.finished(some.slice(0, 1));
      if (some.length > 3) lost.state.stale = true;
      if (!pace.isStale()) pace.finished(some.slice(1));
    };
    const run = gatherRuns(losing, { decode, maxBatch: 10, maxConcurrency: 1 });
    await Promise.all([
      run(records('xy'), gone.pace),
      run(records('abc'), kept.pace),
      run(records('de'), lost.pace),
    ]);
    expect(seen).toEqual(['abcde', 'bc']);
    expect([gone.heard, kept.heard, lost.heard]).toEqual([[], ['a', 'b', 'c'], []]);
  });
});
