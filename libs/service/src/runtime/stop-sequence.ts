import type { Logger } from '../telemetry/logger';

/** A step of an ordered stop. */
type Step = { readonly name: string; readonly run: () => Promise<unknown> | void };

export type StopSequence = {
  /** Steps run in the order of the reverse of their adding: what was opened last closes first. */
  readonly add: (name: string, run: Step['run']) => void;
  /**
   * Runs all steps, each whether or not the one before it failed; what is not done by the deadline
   * is abandoned. True when all went well. Repeated calls share one run.
   */
  readonly run: (deadlineMs: number) => Promise<boolean>;
};

const TOO_LATE = Symbol('too late');

const until = async (deadline: number, work: Promise<unknown>): Promise<unknown> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(TOO_LATE), Math.max(0, deadline - performance.now()));
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

export const createStopSequence = (log: Logger): StopSequence => {
  const steps: Step[] = [];
  let running: Promise<boolean> | undefined;

  const runAll = async (deadlineMs: number): Promise<boolean> => {
    const deadline = performance.now() + deadlineMs;
    let clean = true;
    for (const { name, run } of steps.toReversed()) {
      try {
        const outcome = await until(deadline, Promise.resolve(run()));
        if (outcome !== TOO_LATE) continue;
        log.warn({ step: name }, 'a step of the stop did not end in time');
      } catch (err) {
        log.warn({ err, step: name }, 'a step of the stop failed');
      }
      clean = false;
    }
    return clean;
  };

  return {
    add: (name, run) => {
      steps.push({ name, run });
    },
    run: (deadlineMs) => (running ??= runAll(deadlineMs)),
  };
};
