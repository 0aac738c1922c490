import { races } from './races/registry';
import type { Debezium } from './rivals/debezium';

jest.setTimeout(240_000);

const DURABLE = { fsync: 'on', synchronous_commit: 'on', acks: 'all' };
const PURE = { servers: 'none' };
const LOSABLE = { servers: 'Redis' };

const promisedBy = (race: string): Record<string, string> => {
  if (race.startsWith('exchange/')) return PURE;
  return race === 'gateway' ? LOSABLE : DURABLE;
};

/** About a whole stack, which the journeys start anyway; what it measures with has its own spec. */
const OF_A_STACK = 'start';
const quickest = races.filter(({ name }) => name !== OF_A_STACK);

/** A rival's figures, as its harness would have measured them. */
const measured: Debezium = {
  drain: async () => ({ warm: [{ payloadBytes: 450, perSecond: 1_000 }], cold: 500 }),
  deliver: async () => [{ perSecond: 40, p50: 3, p99: 9 }],
};
const context = { scale: 'smoke', progress: () => undefined, data: null } as const;

describe('every race of parts, with hardly anything to do', () => {
  it.each(quickest.map((race) => [race.name, race] as const))(
    '%s gives its rows',
    async (_, race) => {
      const own = await race.run(context);
      const rows = (await race.beside?.(own, measured, context)) ?? own;
      expect(rows.length).toBeGreaterThan(0);
      expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
      for (const row of rows) {
        expect(`${row.name}/`.startsWith(`${race.name}/`)).toBe(true);
        expect(row.unit).not.toBe('');
        expect(row.value).toBeGreaterThan(0);
        expect(Number.isFinite(row.value)).toBe(true);
        expect(row.settings).toMatchObject(promisedBy(race.name));
      }
      const rivals = rows.filter(({ rival }) => rival?.startsWith('Debezium'));
      expect(rivals.length > 0).toBe(race.beside !== undefined);
    },
  );
});
