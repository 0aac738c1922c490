import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTool, ROOT } from './load-tool';

type Examination = { findings: { runbook: string }[]; looked: number };
const { identityOf } = loadTool<{
  identityOf(pid: number): { pid: number; startedAt: string } | undefined;
}>('stack/host/process-identity.mjs');
const { examineDisk } = loadTool<{
  examineDisk(directory: string, freeBytes: number): Examination;
}>('doctor/examine-stack.mjs');

let directory: string;
let servers: Server[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'outcry-doctor-test-'));
  servers = [];
});
afterEach(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  rmSync(directory, { recursive: true });
});

const doctor = async (...args: string[]) => {
  const child = spawn(process.execPath, [join(ROOT, 'tools/commands/doctor.mjs'), ...args], {
    env: { ...process.env, OUTCRY_DIR: directory },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
};

/** A service that answers its audit so. */
const serviceThatTells = async (status: number, body: unknown): Promise<number> => {
  const server = createServer((request, response) => {
    const asked = request.url === '/health/audit?fresh';
    response.writeHead(asked ? status : 404).end(JSON.stringify(body));
  });
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

const held = { invariant: 'no_dead_letters', ok: true, since: null, detail: [], runbook: 'x' };
const parked = {
  invariant: 'outbox_keys_flow',
  ok: false,
  since: '2026-11-21T12:00:00.000Z',
  detail: ['bidding.auction.v1 42: parked'],
  runbook: 'outbox-key-parked',
};

const urlOf = (port: number): string => `http://127.0.0.1:${port}`;

/** A stack whose supervisor is this test and whose only part is a service on that port. */
const stackWith = (port: number, phase = 'serving'): void => {
  const endpoints = [{ name: 'bidding', role: 'service', port, given: false }];
  const state = { supervisor: identityOf(process.pid), phase, demo: 'skipped', processes: {} };
  writeFileSync(join(directory, 'state.json'), JSON.stringify({ ...state, endpoints }));
};

describe('npm run doctor', () => {
  it('says in one sentence that nothing runs here', async () => {
    const { code, output } = await doctor();
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/^\nOutcry is not running here: `npm start` starts it.*\n$/),
    ]);
  });

  it('says in one sentence that the stack is not up yet', async () => {
    stackWith(1, 'starting');
    const { code, output } = await doctor();
    expect([code, output]).toEqual([1, expect.stringContaining('Outcry is starting: ask again')]);
  });

  it('ends with 0 only when everything is well', async () => {
    stackWith(await serviceThatTells(200, { invariants: [held] }));
    expect(await doctor()).toEqual({
      code: 0,
      output: 'All is well: 2 things were looked at.\n',
    });
  });

  it('says what is wrong, since when, and which runbook applies', async () => {
    stackWith(await serviceThatTells(200, { invariants: [held, parked] }));
    const { code, output } = await doctor();
    expect(code).toBe(1);
    expect(output).toMatch(/^✗ outbox_keys_flow: bidding, since 2026-11-21T12:00:00.000Z \(.+\)$/m);
    expect(output).toContain('    bidding.auction.v1 42: parked\n');
    expect(output).toContain('    → docs/runbooks/outbox-key-parked.md\n');
    expect(output).toContain('1 of 3 things are wrong.');
  });

  it('names a service that does not answer, and a server that is down', async () => {
    const port = await serviceThatTells(503, {});
    stackWith(port);
    expect((await doctor()).output).toContain(`${urlOf(port)} answers 503`);
    const gone = await doctor('--urls', urlOf(1));
    expect([gone.code, gone.output]).toEqual([1, expect.stringContaining('service-down.md')]);
  });

  it('asks services elsewhere, and tells once what several of them tell', async () => {
    const [a, b] = [
      await serviceThatTells(200, { invariants: [parked] }),
      await serviceThatTells(200, { invariants: [parked] }),
    ];
    const { code, output } = await doctor('--urls', `${urlOf(a)},${urlOf(b)}`);
    expect(code).toBe(1);
    expect(output.match(/✗/g)).toHaveLength(1);
    expect(output).toContain(`outbox_keys_flow: 127.0.0.1:${a}, 127.0.0.1:${b}, since`);
  });

  it.each([['--url'], ['--urls'], ['--urls', 'ftp://x']])('refuses %s %s', async (...args) => {
    const { code, output } = await doctor(...args);
    expect([code, output]).toEqual([1, expect.stringContaining('usage: npm run doctor')]);
  });

  it('warns of a disk that is almost full', () => {
    expect(examineDisk('/data', 1024 ** 3)).toEqual({ findings: [], looked: 1 });
    expect(examineDisk('/data', 1024 ** 2).findings).toMatchObject([{ runbook: 'database-full' }]);
  });
});
