import { availableParallelism, cpus, totalmem } from 'node:os';

const GIBIBYTE = 2 ** 30;

/** What the figures were taken on, as a report names it. */
export const machineName = (): string => {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / GIBIBYTE);
  return `${availableParallelism()} cores, ${model}, ${memory} GiB, Node ${process.version}`;
};
