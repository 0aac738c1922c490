import { createEngine } from '@outcry/order-book';
import { against, type Row } from '../../report/row';
import { median } from '../../report/statistics';
import type { Race, Scale } from '../race';
import { inlineGenerously } from './engine.race';
import { OrderFlow } from './order-flow';

const FILLS = 5_000;
const SWEEPS: Readonly<Record<Scale, number>> = { full: 50, quick: 10, smoke: 1 };
const HELD: Readonly<Record<Scale, number>> = { full: 1_000_000, quick: 100_000, smoke: 1_000 };
const FLOWN: Readonly<Record<Scale, number>> = {
  full: 20_000_000,
  quick: 1_000_000,
  smoke: 1_000,
};
const CHUNK = 8_192;
const MEBIBYTE = 2 ** 20;

const SETTINGS = { servers: 'none' };

const elapsedMs = (work: () => unknown): number => {
  const began = performance.now();
  work();
  return performance.now() - began;
};

/** One order against 5,000 others: neither recursion nor a stall. */
const sweepMs = (): number => {
  const engine = createEngine();
  const order = { kind: 'place', time: 0, instrument: 1, type: 'limit', quantity: 1 } as const;
  engine.execute({
    ...{ kind: 'define_instrument', time: 0, instrument: 1, tickSize: 1, lotSize: 1 },
    ...{ maxPrice: 10_000, maxQuantity: 10_000 },
  });
  for (let id = 1; id <= FILLS; id += 1) {
    engine.execute({ ...order, id, account: 1, side: 'sell', price: id });
  }
  const taker = { id: FILLS + 1, account: 2, side: 'buy', price: FILLS, quantity: FILLS } as const;
  return elapsedMs(() => engine.execute({ ...order, ...taker }));
};

export const exchangeSweep: Race = {
  name: 'exchange/sweep',
  run: async ({ scale }) => {
    inlineGenerously();
    const value = median(Array.from({ length: SWEEPS[scale] }, sweepMs));
    return [{ name: 'exchange/sweep', unit: 'ms', value, settings: { ...SETTINGS, fills: FILLS } }];
  },
};

/** Taking and giving back the state of a full book. */
export const exchangeSnapshot: Race = {
  name: 'exchange/snapshot',
  run: async ({ scale }) => {
    const { engine } = filled(HELD[scale]);
    const settings = { ...SETTINGS, resting: HELD[scale] };
    let bytes = engine.snapshot();
    const taken = elapsedMs(() => (bytes = engine.snapshot()));
    const other = createEngine();
    const restored = elapsedMs(() => other.restore(bytes));
    if (other.digest() !== engine.digest()) throw new Error('the restored state is another one');
    const ms = (name: string, value: number, limitMs: number): Row =>
      against({ name, unit: 'ms', value, settings }, 'the limit', limitMs);
    return [
      ms('exchange/snapshot/take', taken, 1_000),
      ms('exchange/snapshot/restore', restored, 2_000),
    ];
  },
};

const filled = (count: number): OrderFlow => {
  const flow = new OrderFlow(1);
  flow.fill(count);
  return flow;
};

const usedMiB = (): number => {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / MEBIBYTE;
};

/** Memory after a tenth of the messages and after all: it must not grow with them. */
export const exchangeMemory: Race = {
  name: 'exchange/memory',
  run: async ({ scale, progress }) => {
    const flow = filled(HELD[scale] / 100);
    const fly = (count: number): void => {
      for (let left = count; left > 0; left -= CHUNK) {
        const now = Math.min(CHUNK, left);
        flow.engine.run(flow.encode(now), now);
        flow.engine.reports.clear();
      }
    };
    fly(FLOWN[scale] / 10);
    const before = usedMiB();
    fly((FLOWN[scale] * 9) / 10);
    const after = usedMiB();
    progress(`${before.toFixed(1)} MiB, then ${after.toFixed(1)} MiB`);
    const settings = { ...SETTINGS, messages: FLOWN[scale], resting: HELD[scale] / 100 };
    const row = { name: 'exchange/memory', unit: 'MiB', value: after, settings };
    return [against(row, 'after a tenth of the messages', before)];
  },
};
