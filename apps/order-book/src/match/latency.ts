import { performance } from 'node:perf_hooks';
import { COMMAND_WORDS } from '../domain/command/command.layout';
import { type MessageStream } from './message.stream';
import { engineFor } from './run-stream';
import { encodeMessages } from './stream.commands';

const CHUNK = 8_192;
const NANOSECONDS = 1_000_000;

export interface Latency {
  p50Ns: number;
  p99Ns: number;
}

/** Time of each message by itself, clock reading included, in a run of its own. */
export const measureLatency = (stream: MessageStream): Latency => {
  const engine = engineFor(stream);
  const records = new Float64Array(CHUNK * COMMAND_WORDS);
  const durations = new Float64Array(stream.count);
  for (let from = 0; from < stream.count; from += CHUNK) {
    const to = Math.min(stream.count, from + CHUNK);
    encodeMessages(stream, from, to, records);
    for (let row = from; row < to; row += 1) {
      const begin = performance.now();
      engine.run(records, 1, row - from);
      durations[row] = performance.now() - begin;
    }
    engine.reports.clear();
  }
  durations.sort();
  const at = (share: number): number =>
    Math.round((durations[Math.floor((durations.length - 1) * share)] ?? 0) * NANOSECONDS);
  return { p50Ns: at(0.5), p99Ns: at(0.99) };
};
