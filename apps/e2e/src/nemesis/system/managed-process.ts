import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import type { Platform, ProcessSpec } from '../platform';
import { waitFor } from './waiting';

/**
 * One process in the hands of the nemesis.
 *
 *   stopped ─start─> running ⇄ paused      running | paused ─kill | stop─> stopped
 *   running ─its own death─> died, started again, and told to `onDeath`
 */
export type ManagedProcess = {
  readonly name: string;
  readonly start: () => Promise<void>;
  /** SIGKILL and the like: resolves when the process is gone. */
  readonly end: (signal: NodeJS.Signals) => Promise<void>;
  /** A fault is about to kill it: its death is no finding, and it stays dead until started. */
  readonly letDie: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly isRunning: () => boolean;
  /** Resolves once it does its work, which it may do only after a resume or a restart. */
  readonly ready: () => Promise<void>;
};

export type ProcessOptions = {
  readonly platform: Platform;
  readonly spec: ProcessSpec;
  readonly isReady: () => Promise<boolean>;
  /** The process ended without having been told to. */
  readonly onDeath: (name: string, how: string) => void;
};

const RESTART_MS = 500;

export const manageProcess = (options: ProcessOptions): ManagedProcess => {
  const { platform, spec, isReady, onDeath } = options;
  let child: ChildProcess | undefined;
  let wanted = false;
  let wasReady = false;

  const launch = (): void => {
    const launched = platform.launch(spec);
    child = launched;
    wasReady = false;
    launched.once('exit', (code, signal) => {
      if (child === launched) child = undefined;
      if (!wanted) return;
      if (wasReady) onDeath(spec.name, signal ?? `exit code ${code}`);
      setTimeout(() => wanted && child === undefined && launch(), RESTART_MS);
    });
  };
  const ready = async (): Promise<void> => {
    await waitFor(`${spec.name} to be ready`, isReady);
    wasReady = true;
  };
  const signal = (name: NodeJS.Signals): void => {
    if (child?.pid !== undefined && child.exitCode === null) child.kill(name);
  };

  return {
    name: spec.name,
    start: async () => {
      wanted = true;
      if (child === undefined) launch();
      await ready();
    },
    end: async (name) => {
      wanted = false;
      const ending = child;
      if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
      const ended = once(ending, 'exit');
      ending.kill(name);
      // A paused process takes no other signal than SIGKILL.
      if (name !== 'SIGKILL') ending.kill('SIGCONT');
      const timer = setTimeout(() => ending.kill('SIGKILL'), spec.stopGraceMs * 2);
      await ended.finally(() => clearTimeout(timer));
    },
    letDie: () => {
      wanted = false;
    },
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    signal,
    isRunning: () => child !== undefined,
    ready,
  };
};
