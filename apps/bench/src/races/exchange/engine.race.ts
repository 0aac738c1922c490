import { setFlagsFromString } from 'node:v8';
import { engineFor, feed, measureLatency, type MessageStream, warmUp } from '@outcry/order-book';
import { against, type Row } from '../../report/row';
import { median } from '../../report/statistics';
import type { Race, RaceContext } from '../race';
import { rivalRate, RIVALS } from './rivals';
import { loadStream, STREAMS, type StreamName } from './streams';

/** Messages per second that the engine must reach: on the slower stream, and on the other. */
const LIMIT = 4_000_000;
const RUNS = { full: 10, quick: 5, smoke: 1 } as const;

/** As `npm run match` does: the matching loop is many small functions, to be inlined into one. */
export const inlineGenerously = (): void => {
  setFlagsFromString('--max-inlined-bytecode-size=2000');
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=8000');
};

const oneRun = (stream: MessageStream): { rate: number; cpuNs: number } => {
  const engine = engineFor(stream);
  let lastCpu = process.cpuUsage();
  let cpuMicros = 0;
  const seconds = feed(engine, stream, stream.count, () => {
    const now = process.cpuUsage(lastCpu);
    cpuMicros += now.user + now.system;
    lastCpu = process.cpuUsage();
  });
  return { rate: stream.count / seconds, cpuNs: (cpuMicros * 1_000) / stream.count };
};

const raceStream = (name: StreamName, context: RaceContext): Row[] => {
  const stream = loadStream(name, context);
  warmUp(stream);
  const runs = Array.from({ length: RUNS[context.scale] }, () => oneRun(stream));
  const rate = median(runs.map((run) => run.rate));
  const row = {
    name: `exchange/engine/${name}`,
    unit: 'messages/s',
    value: rate,
    settings: {
      messages: stream.count,
      runs: runs.length,
      // Encoding the commands is in this figure, but not in the rate.
      cpuNsPerMessage: Math.round(median(runs.map((run) => run.cpuNs))),
      ...measureLatency(stream),
      servers: 'none',
    },
  };
  context.progress(`${name}: ${Math.round(rate)} messages/s`);
  const rivals = RIVALS.map((rival): Row => {
    const rivals = rivalRate(rival, stream);
    context.progress(`${name}: ${rival} ${Math.round(rivals)} messages/s`);
    return against({ ...row, name: `${row.name}/${rival}` }, rival, rivals);
  });
  return [against(row, 'the limit', LIMIT), ...rivals];
};

/** How fast the engine matches recorded streams, beside npm's order books. */
export const exchangeEngine: Race = {
  name: 'exchange/engine',
  run: async (context) => {
    inlineGenerously();
    return STREAMS.flatMap((name) => raceStream(name, context));
  },
};
