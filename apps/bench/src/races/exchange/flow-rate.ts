import { median } from '../../report/statistics';
import type { Scale } from '../race';
import type { OrderFlow } from './order-flow';

const COMMANDS: Readonly<Record<Scale, number>> = { full: 200_000, quick: 50_000, smoke: 500 };
const ROUNDS: Readonly<Record<Scale, number>> = { full: 7, quick: 5, smoke: 1 };
const CHUNK = 8_192;

/**
 * Nanoseconds of this process's processor time per command, median of several rounds after one that
 * warms up. Processor time, since these rows compare shapes and other programs must not.
 */
export const cpuNsPerCommand = (flow: OrderFlow, scale: Scale): number => {
  const rounds = Array.from({ length: ROUNDS[scale] + 1 }, () => {
    let micros = 0;
    for (let left = COMMANDS[scale]; left > 0; left -= CHUNK) {
      const count = Math.min(CHUNK, left);
      const records = flow.encode(count);
      const begun = process.cpuUsage();
      flow.engine.run(records, count);
      const { user, system } = process.cpuUsage(begun);
      micros += user + system;
      flow.engine.reports.clear();
    }
    return (micros * 1_000) / COMMANDS[scale];
  });
  // At least the clock's step: a smoke run may be shorter than it.
  return Math.max(1, median(rounds.slice(1)));
};
