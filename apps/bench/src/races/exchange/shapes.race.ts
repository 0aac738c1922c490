import { against, type Row } from '../../report/row';
import type { Race, Scale } from '../race';
import { inlineGenerously } from './engine.race';
import { cpuNsPerCommand } from './flow-rate';
import { type Feature, OrderFlow } from './order-flow';

const RESTING: Readonly<Record<Scale, readonly number[]>> = {
  full: [1_000, 10_000, 100_000, 1_000_000],
  quick: [1_000, 100_000],
  smoke: [100],
};
const INSTRUMENTS: Readonly<Record<Scale, readonly number[]>> = {
  full: [1, 10, 100, 1_000],
  quick: [1, 100],
  smoke: [1],
};
/** Orders resting while the other sizes vary. */
const USUAL = 10_000;

const UNIT = 'ns of processor time per command';

/** A flow over a book, or books, in which so many orders rest. */
const filled = (flow: OrderFlow, resting: number): OrderFlow => {
  flow.fill(resting);
  return flow;
};

const row = (name: string, value: number, settings: Readonly<Record<string, unknown>>): Row => ({
  name,
  unit: UNIT,
  value,
  settings: { ...settings, servers: 'none' },
});

/** How the cost of a command grows with the book, and with the number of instruments. */
const raceSizes = (
  name: string,
  sizes: readonly number[],
  scale: Scale,
  flowFor: (size: number) => OrderFlow,
): Row[] => {
  const costs = cpuNsPerCommand(sizes.map(flowFor), scale);
  const [smallest = 1] = costs;
  return costs.map((cost, at) =>
    against(row(`${name}/${sizes[at]}`, cost, { size: sizes[at] }), `at ${sizes[0]}`, smallest),
  );
};

export const exchangeResting: Race = {
  name: 'exchange/resting',
  run: async ({ scale }) => {
    inlineGenerously();
    return raceSizes('exchange/resting', RESTING[scale], scale, (size) =>
      filled(new OrderFlow(1), size),
    );
  },
};

export const exchangeInstruments: Race = {
  name: 'exchange/instruments',
  run: async ({ scale }) => {
    inlineGenerously();
    return raceSizes('exchange/instruments', INSTRUMENTS[scale], scale, (size) =>
      filled(new OrderFlow(size), USUAL),
    );
  },
};

/** Every order has a prevention mode and a group, half are icebergs, a tenth stops. */
const everything: Feature = (place, random) => {
  place.stp = 'oldest';
  place.group = 1 + random(500);
  if (random(2) === 0) place.display = Math.ceil(place.quantity / 4);
  if (random(10) !== 0) return;
  place.type = 'stop_limit';
  place.trigger = place.side === 'buy' ? 12_000 : 8_000;
};

const BANDS = 5_000;

export const exchangeFeatures: Race = {
  name: 'exchange/features',
  run: async ({ scale }) => {
    inlineGenerously();
    const flows = [new OrderFlow(1), new OrderFlow(1, everything, BANDS)];
    const costs = cpuNsPerCommand(
      flows.map((flow) => filled(flow, USUAL)),
      scale,
    );
    const [plain = 1, used = 1] = costs;
    const settings = { resting: USUAL, features: 'icebergs, stops, prevention, bands', limit: 1.5 };
    return [against(row('exchange/features', used, settings), 'plain limit orders', plain)];
  },
};
