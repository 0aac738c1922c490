import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defined } from '@outcry/kernel';

/** The system that the tests share, as its state file tells: what runs where, under which pid. */
export type ProcessName =
  'gateway' | 'bidding' | 'ledger' | 'notification' | 'kafka' | 'postgres' | 'redis';

type StackState = {
  readonly processes: Readonly<Record<string, { readonly pid: number }>>;
};

const PATIENCE_MS = 90_000;
const OFFSET = Number(process.env['OUTCRY_E2E_OFFSET']);
const DIRECTORY = process.env['OUTCRY_E2E_DIRECTORY'] ?? '';
const PORTS = { gateway: 8080, bidding: 8081, ledger: 8082, notification: 8083 } as const;

const readState = (): StackState =>
  JSON.parse(readFileSync(join(DIRECTORY, 'state.json'), 'utf8')) as StackState;

export const urlOf = (service: keyof typeof PORTS): string =>
  `http://127.0.0.1:${PORTS[service] + OFFSET}`;

export const gatewayUrl = urlOf('gateway');
export const brokers = [`127.0.0.1:${9192 + OFFSET}`];

export const pidOf = (name: ProcessName): number =>
  defined(readState().processes[name], `${name} does not run`).pid;

export const send = (name: ProcessName, signal: NodeJS.Signals): number => {
  const pid = pidOf(name);
  process.kill(pid, signal);
  return pid;
};

const answers = async (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.ok,
    () => false,
  );

export const waitUntil = async (
  what: string,
  look: () => boolean | Promise<boolean>,
): Promise<void> => {
  for (const end = Date.now() + PATIENCE_MS; !(await look()); await sleep(100)) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
  }
};

/** All four services say that they are ready. */
export const waitUntilReady = (): Promise<void> =>
  waitUntil('every service to be ready', async () => {
    const services = Object.keys(PORTS) as (keyof typeof PORTS)[];
    const ready = await Promise.all(services.map((name) => answers(`${urlOf(name)}/health/ready`)));
    return ready.every(Boolean);
  });

/** Kills a process without warning and waits until the supervisor has put another in its place. */
export const killAndWait = async (name: ProcessName): Promise<void> => {
  const pid = send(name, 'SIGKILL');
  await waitUntil(`${name} to be restarted`, () => {
    const now = readState().processes[name]?.pid;
    return now !== undefined && now !== pid;
  });
};
