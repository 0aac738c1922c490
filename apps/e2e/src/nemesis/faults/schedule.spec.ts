import { createRandom } from '../random';
import type { Fault, World } from './fault';
import { inflictFaults } from './schedule';

const world = {} as World;
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const ENOUGH = 12;

/** Faults that only note what runs beside them, and end it all when there were enough. */
const noting = (names: readonly string[], touched: (name: string) => string) => {
  const end = new AbortController();
  const running = new Set<string>();
  const together: string[][] = [];
  const begun: string[] = [];
  const faults = names.map((name): Fault => ({
    name,
    touches: () => [touched(name)],
    inflict: async () => {
      begun.push(name);
      together.push([...running]);
      running.add(name);
      await pause();
      running.delete(name);
      if (begun.length >= ENOUGH) end.abort();
    },
  }));
  return { faults, together, begun, stopped: end.signal };
};

describe('the schedule of faults', () => {
  const run = (episodes: readonly Fault[], faults: readonly Fault[], stopped: AbortSignal) => {
    const plan = { episodes, faults, untilMs: Infinity, stopped, pause, say: () => undefined };
    return inflictFaults(world, createRandom(1), plan);
  };

  it('begins with the episodes and lets every fault come before any comes twice', async () => {
    const { faults, begun, stopped } = noting(['a', 'b', 'c', 'd'], (name) => name);
    const episode = noting(['first'], () => 'another');
    const inflicted = await run(episode.faults, faults, stopped);
    expect(episode.begun).toEqual(['first']);
    expect(inflicted.map(({ name }) => name)).toContain('first');
    expect(new Set(begun.slice(0, 4)).size).toBe(4);
  });

  it('never inflicts two at once that touch the same', async () => {
    const { faults, together, stopped } = noting(['a', 'b'], () => 'kafka');
    await run([], faults, stopped);
    expect(together.length).toBeGreaterThanOrEqual(ENOUGH);
    expect(together.flat()).toEqual([]);
  });
});
