import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { COMMAND_WORDS } from '../domain/command/command.layout';
import { createEngine } from '../domain/engine/create-engine';
import { type Engine } from '../domain/engine/engine';
import { readReports } from '../domain/report/report.reader';
import { canonicalLines } from './canonical.report';
import { type MessageStream } from './message.stream';
import { Unreadable } from './read-stream';
import { encodeMessages, instrumentOf } from './stream.commands';

/** Messages encoded and matched at a time, so that commands and reports stay in the cache. */
const CHUNK = 8_192;
/** Messages that a throw-away engine matches first, so that the code measured is compiled. */
const WARM_UP = 200_000;

export interface MatchResult {
  messages: number;
  /** Hash of the canonical text of all reports. */
  sha256: string;
  seconds: number;
  messagesPerSecond: number;
}

/**
 * An engine with the stream's instrument, and nothing in its report buffer.
 * @throws Unreadable if no instrument is wide enough for the stream.
 */
export const engineFor = (stream: MessageStream): Engine => {
  const engine = createEngine({ reportCapacity: CHUNK * 8 });
  engine.execute(instrumentOf(stream));
  const isDefined = readReports(engine.reports).every(({ kind }) => kind === 'defined');
  if (!isDefined)
    throw new Unreadable('The largest price × the largest quantity exceeds 2^53 − 1.');
  engine.reports.clear();
  return engine;
};

/**
 * Feeds messages in chunks; returns the seconds spent in the engine alone.
 * @param onChunk sees the reports of each chunk before they are cleared; not timed.
 */
export const feed = (
  engine: Engine,
  stream: MessageStream,
  count: number,
  onChunk: (engine: Engine) => void,
): number => {
  const records = new Float64Array(CHUNK * COMMAND_WORDS);
  let spentMs = 0;
  for (let from = 0; from < count; from += CHUNK) {
    const to = Math.min(count, from + CHUNK);
    encodeMessages(stream, from, to, records);
    const begin = performance.now();
    engine.run(records, to - from);
    spentMs += performance.now() - begin;
    onChunk(engine);
    engine.reports.clear();
  }
  return spentMs / 1_000;
};

/** Compiles the engine's code by use. */
export const warmUp = (stream: MessageStream): void => {
  feed(engineFor(stream), stream, Math.min(stream.count, WARM_UP), () => undefined);
};

/** Matches the stream; `limit`: only its first messages. */
export const runStream = (stream: MessageStream, limit = stream.count): MatchResult => {
  const hash = createHash('sha256');
  const count = Math.min(limit, stream.count);
  let begun = false;
  const seconds = feed(engineFor(stream), stream, count, ({ reports }) => {
    const lines = canonicalLines(reports, stream);
    if (lines.length === 0) return;
    hash.update(`${begun ? '\n' : ''}${lines.join('\n')}`);
    begun = true;
  });
  return {
    messages: count,
    sha256: hash.digest('hex'),
    seconds,
    messagesPerSecond: seconds === 0 ? 0 : count / seconds,
  };
};
