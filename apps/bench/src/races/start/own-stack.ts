import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { checkoutRoot } from '../../stage/checkout';
import { until } from '../../stage/stopwatch';

/** A process of a stack, as its state file names it. */
export type StackProcess = {
  readonly name: string;
  readonly pid: number;
  readonly role: 'server' | 'service' | 'task' | 'command';
};

/** A whole stack in a folder and on ports of its own, started as a person starts it. */
export type OwnStack = {
  /** From the command to serving. */
  readonly seconds: number;
  /** Those of the role `command` have started the others. */
  readonly processes: readonly StackProcess[];
  readonly stop: () => Promise<void>;
};

type State = {
  readonly phase: string;
  readonly supervisor: { readonly pid: number };
  readonly processes: Readonly<Record<string, Omit<StackProcess, 'name'>>>;
};

const WITHIN_MS = 300_000;
/** Above those of the journeys, which may run beside; below what the kernel deals out (32768). */
const OFFSETS = [22_900, 22_970, 23_040, 23_110];
/** As tools/stack/ports.mjs has them. */
const PORTS = [5532, 6479, 8080, 8081, 8082, 8083, 8089, 9192, 9193];

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

const freeOffset = async (): Promise<number> => {
  for (const offset of OFFSETS) {
    const free = await Promise.all(PORTS.map((port) => isFree(port + offset)));
    if (free.every(Boolean)) return offset;
  }
  throw new Error('there is no room for a stack among the ports below 32768');
};

/** Its own servers, whatever the environment names for others. */
const environment = (directory: string, offset: number): NodeJS.ProcessEnv => {
  const given = ['OUTCRY_POSTGRES_URL', 'OUTCRY_KAFKA_BROKERS', 'OUTCRY_REDIS_URL'];
  const rest = Object.entries(process.env).filter(([name]) => !given.includes(name));
  const own = { OUTCRY_DIR: directory, OUTCRY_PORT_OFFSET: String(offset) };
  return { ...Object.fromEntries(rest), ...own };
};

const stateIn = (directory: string): State | null => {
  try {
    return JSON.parse(readFileSync(join(directory, 'state.json'), 'utf8')) as State;
  } catch {
    return null;
  }
};

const processesIn = (directory: string, commandPid: number): readonly StackProcess[] => {
  const state = stateIn(directory);
  if (state === null) throw new Error('the stack has ended');
  const recorded = Object.entries(state.processes);
  return [
    { name: 'command', pid: commandPid, role: 'command' },
    { name: 'supervisor', pid: state.supervisor.pid, role: 'command' },
    ...recorded.map(([name, { pid, role }]) => ({ name, pid, role })),
  ];
};

/**
 * `npm start -- --no-demo`, waited for until it serves.
 *
 * @param fresh on no data; else on what the stack before left
 * @throws Error with the last lines of its log when it ends by itself
 */
export const startOwnStack = async ({ fresh }: { fresh: boolean }): Promise<OwnStack> => {
  const root = checkoutRoot();
  const directory = join(root, '.outcry/bench-start');
  mkdirSync(directory, { recursive: true });
  const logFile = join(directory, 'start.log');
  const log = openSync(logFile, 'w');
  const env = environment(directory, await freeOffset());
  const words = ['tools/commands/start.mjs', '--no-demo', ...(fresh ? ['--fresh'] : [])];
  const startedMs = performance.now();
  const child = spawn(process.execPath, words, { cwd: root, env, stdio: ['ignore', log, log] });
  closeSync(log);
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  const serves = (): boolean => {
    if (child.exitCode === null) return stateIn(directory)?.phase === 'serving';
    throw new Error(`the stack did not start: ${readFileSync(logFile, 'utf8').slice(-500)}`);
  };
  try {
    await until('the stack to serve', serves, { everyMs: 20, withinMs: WITHIN_MS });
  } catch (error) {
    await stop();
    throw error;
  }
  const seconds = (performance.now() - startedMs) / 1_000;
  return { seconds, processes: processesIn(directory, child.pid ?? -1), stop };
};
