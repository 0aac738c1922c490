import { EventEmitter } from 'node:events';
import { loadTool } from './load-tool';

type Supervised = { start(): void; stop(): Promise<void>; readonly isRunning: boolean };
type Supervisor = {
  supervise(spec: object, listener: object, platform: object): Supervised;
  restartDelayMs(deaths: number): number;
};

const { supervise, restartDelayMs } = loadTool<Supervisor>('stack/supervisor.mjs');

/** A process that dies when told, on a clock that moves when told. */
const setUp = () => {
  let now = 0;
  let children: EventEmitter[] = [];
  let pending: { run: () => void; delayMs: number; cancelled: boolean }[] = [];
  const notices: string[] = [];
  const failures: string[] = [];
  const ended: number[] = [];
  const supervised = supervise(
    { name: 'ledger', role: 'service' },
    {
      onNotice: (line: string) => notices.push(line),
      onFailed: (name: string) => failures.push(name),
    },
    {
      launch: () => {
        const child = Object.assign(new EventEmitter(), { pid: children.length + 1 });
        children = [...children, child];
        return child;
      },
      end: async (pid: number) => {
        ended.push(pid);
        children.at(-1)?.emit('exit', 0, null);
      },
      now: () => now,
      schedule: (run: () => void, delayMs: number) => {
        const timer = { run, delayMs, cancelled: false };
        pending = [...pending, timer];
        return { cancel: () => (timer.cancelled = true) };
      },
    },
  );
  const pass = (ms: number): void => {
    now += ms;
    const due = pending.filter(({ cancelled }) => !cancelled);
    pending = [];
    for (const { run } of due) run();
  };
  return {
    supervised,
    notices,
    failures,
    ended,
    pass,
    die: (signal: string | null = 'SIGKILL') => children.at(-1)?.emit('exit', 1, signal),
    failToRun: () => children.at(-1)?.emit('error', new Error('spawn ENOENT')),
    launches: () => children.length,
    delays: () => pending.map(({ delayMs }) => delayMs),
  };
};

describe('a supervised process', () => {
  it('is started again after its death, with one line of notice', () => {
    const { supervised, notices, die, pass, launches, delays } = setUp();
    supervised.start();
    die();
    expect(delays()).toEqual([250]);
    pass(250);
    expect(launches()).toBe(2);
    expect(notices).toEqual(['ledger died (SIGKILL): restarting in 0.25 s']);
  });

  it('waits twice as long after each further death, up to ten seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8].map(restartDelayMs)).toEqual([
      250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000,
    ]);
  });

  it('fails at the fifth death within a minute and is not started again', () => {
    const { supervised, failures, die, pass, launches, delays } = setUp();
    supervised.start();
    for (let death = 1; death <= 4; death += 1) {
      die(null);
      pass(10_000);
    }
    expect(failures).toEqual([]);
    die();
    expect(failures).toEqual(['ledger']);
    expect(delays()).toEqual([]);
    expect(launches()).toBe(5);
  });

  it('forgets deaths that are a minute old', () => {
    const { supervised, failures, die, pass } = setUp();
    supervised.start();
    for (let death = 1; death <= 9; death += 1) {
      die();
      pass(15_000);
    }
    expect(failures).toEqual([]);
  });

  it('does not come back once it has been stopped', async () => {
    const { supervised, notices, ended, pass, launches } = setUp();
    supervised.start();
    await supervised.stop();
    pass(60_000);
    expect(ended).toEqual([1]);
    expect(launches()).toBe(1);
    expect(notices).toEqual([]);
  });

  it('is not started by a restart that was pending when it was stopped', async () => {
    const { supervised, die, pass, launches } = setUp();
    supervised.start();
    die();
    await supervised.stop();
    pass(60_000);
    expect(launches()).toBe(1);
  });

  it('counts a program that cannot be run as one death', () => {
    const { supervised, notices, failToRun, die } = setUp();
    supervised.start();
    failToRun();
    die(null); // Node may tell `exit` after `error`.
    expect(notices).toEqual(['ledger died (spawn ENOENT): restarting in 0.25 s']);
  });
});
