import {
  engineFor,
  feed,
  InstrumentView,
  type MessageStream,
  type ReportBuffer,
  warmUp,
  WORD,
  WORDS,
} from '@outcry/order-book';
import { against, type Row } from '../../report/row';
import { median } from '../../report/statistics';
import { RUNS, type Race, type RaceContext } from '../race';
import { inlineGenerously } from './engine.race';
import { loadStream, STREAMS, type StreamName } from './streams';

const NANOSECONDS = 1e9;

type Variant = {
  /** After how many messages a frame is taken; 0: after a chunk of 8,192. */
  readonly messages: number;
  /** Level 3, order by order, too. */
  readonly orders: boolean;
};
const VARIANTS: Readonly<Record<string, Variant>> = {
  kept: { messages: 0, orders: false },
  'levels-per-100': { messages: 100, orders: false },
  'levels-per-message': { messages: 1, orders: false },
  'orders-per-100': { messages: 100, orders: true },
};

/** Words at which a batch of so many messages ends, by the numbers of the reports' commands. */
const batchEnds = ({ words, used }: ReportBuffer, messages: number): number[] => {
  const ends: number[] = [];
  let last = (words[WORD.command] ?? 0) + messages;
  for (let at = 0; messages > 0 && at < used; at += WORDS) {
    if ((words[at + WORD.command] ?? 0) < last) continue;
    ends.push(at);
    last += messages;
  }
  return [...ends, used];
};

type Cost = { readonly engine: number; readonly data: number };

/** Seconds of the engine and of the market data, chunk after chunk in turn. */
const oneRun = (stream: MessageStream, { messages, orders }: Variant): Cost => {
  const view = new InstrumentView();
  if (orders) view.queueSnapshot();
  let spentMs = 0;
  const engine = feed(engineFor(stream), stream, stream.count, ({ reports }) => {
    const ends = batchEnds(reports, messages);
    const began = performance.now();
    let at = 0;
    for (const end of ends) {
      for (; at < end; at += WORDS) view.apply(reports.words, at);
      view.frame();
      if (orders) view.queueFrame();
    }
    spentMs += performance.now() - began;
  });
  return { engine, data: spentMs / 1_000 };
};

const raceStream = (streamName: StreamName, context: RaceContext): Row[] => {
  const stream = loadStream(streamName, context);
  warmUp(stream);
  return Object.entries(VARIANTS).map(([name, variant]): Row => {
    oneRun(stream, variant);
    const runs = Array.from({ length: RUNS[context.scale] }, () => oneRun(stream, variant));
    const cost = (of: keyof Cost): number =>
      (median(runs.map((run) => run[of])) / stream.count) * NANOSECONDS;
    const row: Row = {
      name: `exchange/market-data/${streamName}/${name}`,
      unit: 'ns/message',
      value: cost('data'),
      settings: {
        messages: stream.count,
        runs: runs.length,
        batch: variant.messages,
        servers: 'none',
      },
    };
    context.progress(`${row.name}: ${Math.round(row.value)} ns/message`);
    return against(row, 'the engine’s own time', cost('engine'));
  });
};

/** What market data cost for each message, beside the engine's own time for it. */
export const exchangeMarketData: Race = {
  name: 'exchange/market-data',
  run: async (context) => {
    inlineGenerously();
    return STREAMS.flatMap((name) => raceStream(name, context));
  },
};
