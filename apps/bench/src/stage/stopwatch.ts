/** How long a piece of work took, and how much processor time of the process that did it. */
export type Lap = {
  readonly seconds: number;
  readonly cpuMicros: number;
};

/** Processor time of this process since its start. */
export const cpuMicros = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

export const timed = async (work: () => Promise<unknown>): Promise<Lap> => {
  const before = cpuMicros();
  const startedMs = performance.now();
  await work();
  const seconds = (performance.now() - startedMs) / 1_000;
  return { seconds, cpuMicros: cpuMicros() - before };
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
