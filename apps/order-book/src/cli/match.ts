import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { measureLatency } from '../match/latency';
import { BadLine, parseStream } from '../match/message.stream';
import { readPacked, Unreadable } from '../match/read-stream';
import { runStream, warmUp } from '../match/run-stream';

const USAGE = 'Usage: npm run match -- <stream.csv|.csv.xz|.csv.gz> [--report FILE]';
const MEGABYTE = 2 ** 20;

const match = (path: string): object => {
  const stream = parseStream(readPacked(path));
  warmUp(stream);
  const result = runStream(stream);
  const latency = measureLatency(stream);
  const heapMb = Math.round(process.memoryUsage().heapUsed / MEGABYTE);
  return { ...result, ...latency, heapMb };
};

const main = (args: readonly string[]): number => {
  const at = args.indexOf('--report');
  const report = at < 0 ? undefined : args[at + 1];
  const [path, ...others] = at < 0 ? args : args.toSpliced(at, 2);
  if (path === undefined || others.length > 0 || (at >= 0 && report === undefined)) {
    console.error(USAGE);
    return 2;
  }
  try {
    const result = `${JSON.stringify(match(path))}\n`;
    if (report !== undefined) writeFileSync(report, result);
    process.stdout.write(result);
    return 0;
  } catch (error) {
    if (!(error instanceof BadLine) && !(error instanceof Unreadable)) throw error;
    console.error(error.message);
    return 1;
  }
};

// The matching loop is many small functions: they are to be inlined into one.
setFlagsFromString('--max-inlined-bytecode-size=2000');
setFlagsFromString('--max-inlined-bytecode-size-cumulative=8000');
process.exitCode = main(process.argv.slice(2));
