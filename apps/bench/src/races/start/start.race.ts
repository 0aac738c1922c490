import { against, type Row } from '../../report/row';
import { median } from '../../report/statistics';
import { RUNS, type Race, type Scale } from '../race';
import { startOwnStack, type OwnStack } from './own-stack';
import { useOf, type Use } from './process-use';

/** Until what a start leaves behind (compiling, first collections, first polls) is over. */
const SETTLE_SECONDS: Readonly<Record<Scale, number>> = { full: 30, quick: 15, smoke: 1 };
const IDLE_SECONDS: Readonly<Record<Scale, number>> = { full: 20, quick: 10, smoke: 1 };
/** Of one core. */
const OWN_LIMIT_PERCENT = 5;
const STACK_LIMIT_PERCENT = 10;

const sleep = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

type Idle = {
  readonly name: string;
  readonly own: boolean;
  readonly percent: number;
  readonly residentMiB: number;
};

/** Each process of the stack over some seconds in which nobody asks anything of it. */
const idleUse = async (stack: OwnStack, seconds: number): Promise<readonly Idle[]> => {
  const uses = (): Use[] =>
    stack.processes.map(({ pid, role }) => useOf(pid, { withChildren: role !== 'command' }));
  const before = uses();
  const startedMs = performance.now();
  await sleep(seconds);
  const after = uses();
  const tookMs = performance.now() - startedMs;
  return stack.processes.map(({ name, role }, at) => ({
    ...{ name, own: role !== 'server' },
    percent: (100 * ((after[at]?.cpuMs ?? 0) - (before[at]?.cpuMs ?? 0))) / tookMs,
    residentMiB: after[at]?.residentMiB ?? 0,
  }));
};

const startRow = (variant: string, seconds: readonly number[], data: string): Row => ({
  name: `start/${variant}`,
  unit: 's',
  value: median(seconds),
  settings: { runs: seconds.length, demo: 'off', dependencies: 'installed', data },
});

const idleRows = (idle: readonly Idle[], seconds: number): Row[] => {
  const cpu = (variant: string, members: readonly Idle[], limit: number): Row => {
    const percent = members.reduce((sum, member) => sum + member.percent, 0);
    const each = members.map((member): [string, string] => [
      member.name,
      member.percent.toFixed(2),
    ]);
    const settings = { seconds, runs: 1, ...Object.fromEntries(each) };
    const row = { name: `start/${variant}`, unit: '% of a core', value: percent, settings };
    return against(row, 'the most it may be', limit);
  };
  const memory = idle.map(({ name, residentMiB }) => ({
    name: `start/rss/${name}`,
    unit: 'MiB',
    value: residentMiB,
    settings: { with: 'what it has started, shared memory once', when: 'idle' },
  }));
  const own = idle.filter((member) => member.own);
  return [
    cpu('idle-cpu/own', own, OWN_LIMIT_PERCENT),
    cpu('idle-cpu/stack', idle, STACK_LIMIT_PERCENT),
    ...memory,
  ];
};

/** How long a start takes, and what a stack that has nothing to do costs. */
export const startRace: Race = {
  name: 'start',
  run: async ({ scale, progress }) => {
    const seconds: Record<'first' | 'second', number[]> = { first: [], second: [] };
    let idle: readonly Idle[] = [];
    for (let run = 1; run <= RUNS[scale]; run += 1) {
      const first = await startOwnStack({ fresh: true });
      seconds.first.push(first.seconds);
      await first.stop();
      const second = await startOwnStack({ fresh: false });
      seconds.second.push(second.seconds);
      try {
        progress(`first ${first.seconds.toFixed(1)} s, second ${second.seconds.toFixed(1)} s`);
        if (run < RUNS[scale]) continue;
        await sleep(SETTLE_SECONDS[scale]);
        idle = await idleUse(second, IDLE_SECONDS[scale]);
      } finally {
        await second.stop();
      }
    }
    return [
      startRow('first', seconds.first, 'none'),
      startRow('second', seconds.second, 'of the first start'),
      ...idleRows(idle, IDLE_SECONDS[scale]),
    ];
  },
};
