/** How long a piece of work took, and how much of this process's processor time. */
export type Lap = {
  readonly seconds: number;
  readonly cpuSeconds: number;
};

const MICROSECONDS = 1_000_000;

export const timed = async (work: () => Promise<unknown>): Promise<Lap> => {
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  await work();
  const seconds = (performance.now() - startedMs) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, cpuSeconds: (user + system) / MICROSECONDS };
};

/**
 * Asks again and again until it is so.
 *
 * @throws Error when it is not so within `withinMs`
 */
export const until = async (
  what: string,
  isSo: () => Promise<boolean> | boolean,
  { everyMs = 5, withinMs = 300_000 } = {},
): Promise<void> => {
  const deadline = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`gave up waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
};
