import { readdirSync, readFileSync } from 'node:fs';

/** What a process and all that it has started use. */
export type Use = {
  /** Processor time so far, in ms. */
  readonly cpuMs: number;
  /** Resident memory in MiB; memory that the processes share counts once. */
  readonly residentMiB: number;
};

/** Linux counts processor time in ticks of a hundredth of a second, whatever the kernel's own. */
const TICK_MS = 10;
const KIBIBYTES = 1_024;
const PARENT_FIELD = 1;
const USER_TIME_FIELD = 11;
const SYSTEM_TIME_FIELD = 12;

const statOf = (pid: number): readonly string[] | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command is in parentheses and may contain anything.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
};

const ticksOf = (fields: readonly string[]): number =>
  Number(fields[USER_TIME_FIELD]) + Number(fields[SYSTEM_TIME_FIELD]);

type Memory = { readonly own: number; readonly files: number; readonly shared: number };

const memoryOf = (pid: number): Memory => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kibibytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
  return {
    own: kibibytes('RssAnon'),
    files: kibibytes('RssFile'),
    shared: kibibytes('RssShmem'),
  };
};

const familyOf = (root: number): readonly number[] => {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const fields = /^\d+$/.test(name) ? statOf(Number(name)) : null;
    if (fields !== null) parents.set(Number(name), Number(fields[PARENT_FIELD]));
  }
  const family = [root];
  for (const member of family) {
    for (const [pid, parent] of parents) if (parent === member) family.push(pid);
  }
  return family;
};

/**
 * What a process uses now, with or without the processes that it has started (those that ended
 * meanwhile are left out).
 *
 * @throws Error where there is no /proc
 */
export const useOf = (pid: number, { withChildren }: { withChildren: boolean }): Use => {
  const family = withChildren ? familyOf(pid) : [pid];
  let ticks = 0;
  const memories: Memory[] = [];
  for (const member of family) {
    const fields = statOf(member);
    if (fields === null) continue;
    ticks += ticksOf(fields);
    memories.push(memoryOf(member));
  }
  if (memories.length === 0) throw new Error(`process ${pid} is not to be seen in /proc`);
  const own = memories.reduce((sum, memory) => sum + memory.own, 0);
  // Programs and shared buffers are the same pages in each process of a family.
  const files = Math.max(...memories.map((memory) => memory.files));
  const shared = Math.max(...memories.map((memory) => memory.shared));
  return { cpuMs: ticks * TICK_MS, residentMiB: (own + files + shared) / KIBIBYTES };
};
