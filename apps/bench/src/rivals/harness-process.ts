import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** One line of what the harness measured; times in ms. */
export type Measured = {
  readonly test: string;
  readonly label?: string;
  readonly payloadBytes?: number;
  readonly rowsPerTx?: number;
  readonly perSecond?: number;
  /** Events a second, of a drain. */
  readonly rate?: number;
  readonly p50?: number;
  readonly p99?: number;
  readonly lost?: number;
};

export type HarnessRun = {
  readonly folder: string;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

const TOLD = 400;

const measuredIn = (line: string): Measured | null =>
  line.startsWith('{') ? (JSON.parse(line) as Measured) : null;

/**
 * Runs the harness once, to its end.
 *
 * @throws Error with the end of what it said when it fails
 */
export const runHarness = async ({
  folder,
  words,
  env,
}: HarnessRun): Promise<readonly Measured[]> => {
  const child = spawn(process.execPath, ['run.mjs', ...words], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // It has a JVM of its own to end: who ends us ends it first, in its own way.
  const interrupted = (): void => void child.kill('SIGTERM');
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, interrupted);
  let [printed, complaints] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const [code] = (await once(child, 'close')) as [number | null];
  for (const signal of signals) process.removeListener(signal, interrupted);
  if (code !== 0) {
    const said = (complaints + printed).trim().slice(0, TOLD);
    throw new Error(`Debezium's harness ended with ${code}: ${said}`);
  }
  return printed.split('\n').flatMap((line) => measuredIn(line) ?? []);
};
