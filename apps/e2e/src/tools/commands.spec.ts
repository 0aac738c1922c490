import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTool, ROOT } from './load-tool';

type Identity = { pid: number; startedAt: string };
const { identityOf, isAlive } = loadTool<{
  identityOf(pid: number): Identity | undefined;
  isAlive(identity: Identity): boolean;
}>('stack/host/process-identity.mjs');

let directory: string;
let children: ChildProcess[];
let servers: Server[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'outcry-tools-test-'));
  children = [];
  servers = [];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  rmSync(directory, { recursive: true, force: true });
});

const run = async (command: string, ...args: string[]) => {
  const child = spawn(process.execPath, [join(ROOT, 'tools/commands', command), ...args], {
    env: { ...process.env, OUTCRY_DIR: directory },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
};

/** A process that stands in for one of the stack; `stubborn` ones ignore a polite end. */
const startChild = async (stubborn = false): Promise<Identity> => {
  const program = `${stubborn ? "process.on('SIGTERM', () => {});" : ''}
    setInterval(() => {}, 1000); process.stdout.write('up')`;
  const child = spawn(process.execPath, ['-e', program]);
  children = [...children, child];
  await once(child.stdout, 'data');
  const identity = identityOf(child.pid ?? 0);
  if (identity === undefined) throw new Error('the child did not start');
  return identity;
};

const startService = async (healthy: boolean): Promise<number> => {
  const server = createServer((_, response) => response.writeHead(healthy ? 200 : 503).end());
  servers = [...servers, server];
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

const recorded = (identity: Identity, role: string) => ({
  ...identity,
  role,
  stopSignal: 'SIGTERM',
  stopGraceMs: 300,
});

const writeState = (state: object): void =>
  writeFileSync(join(directory, 'state.json'), JSON.stringify(state));

const servingState = async (healthy: boolean) => {
  const ledger = await startChild();
  const supervisor = await startChild();
  return {
    supervisor,
    phase: 'serving',
    demo: 'finished',
    endpoints: [
      { name: 'ledger', role: 'service', port: await startService(healthy), given: false },
    ],
    processes: { ledger: recorded(ledger, 'service') },
  };
};

describe('npm run status', () => {
  it('says that nothing runs, and fails', async () => {
    const { code, output } = await run('status.mjs');
    expect(code).toBe(1);
    expect(output).toContain('Outcry is not running here: `npm start` starts it.');
  });

  it('succeeds when every part is ready and the demo has finished', async () => {
    writeState(await servingState(true));
    const { code, output } = await run('status.mjs');
    expect(output).toMatch(/ledger +ready +port \d+ +pid \d+/);
    expect(code).toBe(0);
  });

  it('fails when a service is not ready', async () => {
    writeState(await servingState(false));
    const { code, output } = await run('status.mjs');
    expect(output).toMatch(/ledger +not ready/);
    expect(code).toBe(1);
  });

  it.each(['waiting', 'running', 'failed'])('fails while the demo is %s', async (demo) => {
    writeState({ ...(await servingState(true)), demo });
    expect((await run('status.mjs')).code).toBe(1);
  });

  it('fails while the stack is starting', async () => {
    writeState({ ...(await servingState(true)), phase: 'starting' });
    expect((await run('status.mjs')).code).toBe(1);
  });

  it('does not take another process with the same pid for one of the stack', async () => {
    const state = await servingState(true);
    const ledger = { ...state.processes.ledger, startedAt: '1' };
    writeState({ ...state, processes: { ledger } });
    const { code, output } = await run('status.mjs');
    expect(output).toMatch(/ledger +down/);
    expect(code).toBe(1);
  });
});

describe('npm run stop', () => {
  it('ends the start, which ends the rest', async () => {
    const state = await servingState(true);
    writeState(state);
    const { code, output } = await run('stop.mjs');
    expect(output).toBe('Outcry has stopped; its data is kept.\n');
    expect(code).toBe(0);
    expect(isAlive(state.supervisor)).toBe(false);
  });

  it('ends what a killed start left, also a process that ignores the request', async () => {
    const polite = await startChild();
    const stubborn = await startChild(true);
    writeState({
      supervisor: { pid: process.pid, startedAt: 'of another process' },
      processes: { ledger: recorded(polite, 'service'), kafka: recorded(stubborn, 'server') },
    });
    const { code, output } = await run('stop.mjs');
    expect(output).toContain('ended what was left: ledger, kafka');
    expect(code).toBe(0);
    expect([polite, stubborn].filter(isAlive)).toEqual([]);
  });

  it('spares a process that merely has the pid of one that is gone', async () => {
    const stranger = await startChild();
    writeState({
      supervisor: { pid: process.pid, startedAt: 'of another process' },
      processes: { kafka: recorded({ ...stranger, startedAt: '1' }, 'server') },
    });
    await run('stop.mjs');
    expect(isAlive(stranger)).toBe(true);
  });
});

describe('npm run logs', () => {
  it('names the logs there are when asked for another', async () => {
    const { code, output } = await run('logs.mjs', 'ledger');
    expect(output).toContain('There are: none yet, since nothing was started.');
    expect(code).toBe(1);
  });
});
