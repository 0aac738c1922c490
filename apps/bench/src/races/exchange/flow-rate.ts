import { middleMean } from '../../report/statistics';
import type { Scale } from '../race';
import type { OrderFlow } from './order-flow';

const COMMANDS: Readonly<Record<Scale, number>> = { full: 100_000, quick: 20_000, smoke: 500 };
const ROUNDS: Readonly<Record<Scale, number>> = { full: 21, quick: 11, smoke: 1 };
/** Rounds first, in which the code is compiled. */
const WARM_UP: Readonly<Record<Scale, number>> = { full: 5, quick: 3, smoke: 1 };
/** Commands between two looks at the reports, as a service would take them. */
const CHUNK = 4_096;

const oneRound = (flow: OrderFlow, count: number): number => {
  // All of a round beforehand: making commands between chunks puts the engine's data out of the
  // caches, and the more so the more features they have.
  const records = flow.encode(count);
  const { engine } = flow;
  const begun = process.threadCpuUsage();
  for (let first = 0; first < count; first += CHUNK) {
    engine.run(records, Math.min(CHUNK, count - first), first);
    engine.reports.clear();
  }
  const { user, system } = process.threadCpuUsage(begun);
  return ((user + system) * 1_000) / count;
};

/**
 * Nanoseconds of this thread's processor time per command of each flow: the mean of the middle half
 * of many short rounds, since the kernel may count that time in steps of 4 ms, a third of a round.
 * The flows take turns, so that what else the machine does meets them all alike; processor time,
 * since these rows compare shapes.
 */
export const cpuNsPerCommand = (flows: readonly OrderFlow[], scale: Scale): number[] => {
  const turn = (): number[] => flows.map((flow) => oneRound(flow, COMMANDS[scale]));
  for (let round = 0; round < WARM_UP[scale]; round += 1) turn();
  const rounds = Array.from({ length: ROUNDS[scale] }, turn);
  // At least the clock's step: a smoke run may be shorter than it.
  return flows.map((_, at) => Math.max(1, middleMean(rounds.map((round) => round[at] ?? 0))));
};
