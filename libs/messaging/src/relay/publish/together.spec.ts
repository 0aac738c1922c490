import { together } from './together';

describe('calls that are made together', () => {
  let runs: string[][];
  let release: () => void;
  let held: Promise<void>;
  beforeEach(() => {
    runs = [];
    held = Promise.resolve();
    release = () => undefined;
  });
  const hold = (): void => {
    held = new Promise((resolve) => (release = resolve));
  };
  const call = together(
    async (requests: readonly string[]) => {
      runs.push([...requests]);
      await held;
      if (requests.includes('bad')) throw new Error('fails');
      return requests.map((request) => request.toUpperCase());
    },
    (request) => request !== 'alone',
  );

  it('share one run, and each has its own answer', async () => {
    await expect(Promise.all([call('a'), call('b'), call('c')])).resolves.toEqual(['A', 'B', 'C']);
    expect(runs).toEqual([['a', 'b', 'c']]);
    await expect(call('d')).resolves.toBe('D');
    expect(runs).toHaveLength(2);
  });

  it('gather while a run is at work', async () => {
    hold();
    const first = call('a');
    while (runs.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const others = Promise.all([call('b'), call('c')]);
    release();
    await expect(first).resolves.toBe('A');
    await expect(others).resolves.toEqual(['B', 'C']);
    expect(runs).toEqual([['a'], ['b', 'c']]);
  });

  it('fail together, and the next are made all the same', async () => {
    const outcomes = await Promise.allSettled([call('a'), call('bad')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(call('b')).resolves.toBe('B');
  });

  it('are made at once and alone where they may not share', async () => {
    hold();
    const shared = call('a');
    while (runs.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const alone = call('alone');
    expect(runs).toEqual([['a'], ['alone']]);
    release();
    await expect(Promise.all([shared, alone])).resolves.toEqual(['A', 'ALONE']);
  });
});
