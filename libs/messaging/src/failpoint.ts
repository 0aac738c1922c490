/**
 * Failpoints: named places between two steps where a test puts a crash or a pause. They answer only
 * in tests (NODE_ENV=test) or with OUTCRY_FAILPOINTS=on; elsewhere they cost one comparison.
 */
type Action = () => Promise<void> | void;

const actions = new Map<string, Action>();

const enabled = process.env['NODE_ENV'] === 'test' || process.env['OUTCRY_FAILPOINTS'] === 'on';

/** What an armed crash throws in process: the runtime lets it through everything, like a kill. */
export class SimulatedCrash extends Error {
  override readonly name = 'SimulatedCrash';
}

export const isSimulatedCrash = (error: unknown): boolean =>
  error instanceof Error && error.name === 'SimulatedCrash';

/** Arms `name`; the returned function disarms it. Without an action it crashes, once. */
export const armFailpoint = (name: string, action?: Action): (() => void) => {
  const disarm = (): void => void actions.delete(name);
  actions.set(
    name,
    action ??
      (() => {
        disarm();
        throw new SimulatedCrash(name);
      }),
  );
  return disarm;
};

/** Marks a place. `OUTCRY_FAILPOINT=<name>` kills the process there, as SIGKILL would. */
export const failpoint = async (name: string): Promise<void> => {
  if (!enabled) return;
  if (process.env['OUTCRY_FAILPOINT'] === name) process.kill(process.pid, 'SIGKILL');
  await actions.get(name)?.();
};
