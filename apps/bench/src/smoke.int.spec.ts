import { races } from './races/registry';

jest.setTimeout(240_000);

const DURABLE = { fsync: 'on', synchronous_commit: 'on', acks: 'all' };
const PURE = { servers: 'none' };
const LOSABLE = { servers: 'Redis' };

const promisedBy = (race: string): Record<string, string> => {
  if (race.startsWith('exchange/')) return PURE;
  return ['live-fan-out', 'gateway'].includes(race) ? LOSABLE : DURABLE;
};

/** About a whole stack, which the journeys start anyway; what it measures with has its own spec. */
const OF_A_STACK = 'start';
const quickest = races.filter(({ name }) => name !== OF_A_STACK);

describe('every race of parts, with hardly anything to do', () => {
  it.each(quickest.map((race) => [race.name, race] as const))(
    '%s gives its rows',
    async (_, race) => {
      const rows = await race.run({ scale: 'smoke', progress: () => undefined, data: null });
      expect(rows.length).toBeGreaterThan(0);
      expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
      for (const row of rows) {
        expect(`${row.name}/`.startsWith(`${race.name}/`)).toBe(true);
        expect(row.unit).not.toBe('');
        expect(row.value).toBeGreaterThan(0);
        expect(Number.isFinite(row.value)).toBe(true);
        expect(row.settings).toMatchObject(promisedBy(race.name));
      }
    },
  );
});
