import { spawn } from 'node:child_process';

export type TestProcess = {
  readonly pid: number;
  /** Everything written so far to standard output and standard error. */
  readonly output: () => string;
  /** Resolves with the first match in the output; fails when the process ends before it. */
  readonly waitFor: (pattern: RegExp, withinMs?: number) => Promise<RegExpExecArray>;
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly exited: Promise<number | NodeJS.Signals>;
  /** SIGKILL, and waits for the end. */
  readonly kill: () => Promise<void>;
};

/** Starts a program whose output can be waited for; the test must end it. */
export const startProcess = (
  command: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {},
): TestProcess => {
  const child = spawn(command, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((listener) => listener());
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
    tell();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  let ended = false;
  const exited = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('close', (code, signal) => {
      ended = true;
      resolve(code ?? signal ?? -1);
      tell();
    });
    child.once('error', (error) => {
      ended = true;
      output += error.message;
      resolve(-1);
      tell();
    });
  });

  const waitFor = (pattern: RegExp, withinMs = 120_000): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const done = (): void => {
        listeners.delete(check);
        clearTimeout(timer);
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`${pattern} did not appear within ${withinMs} ms in:\n${output}`));
      }, withinMs);
      const check = (): void => {
        const match = pattern.exec(output);
        if (match === null && !ended) return;
        done();
        if (match !== null) resolve(match);
        else reject(new Error(`the process ended before ${pattern} appeared:\n${output}`));
      };
      listeners.add(check);
      check();
    });

  return {
    pid: child.pid ?? -1,
    output: () => output,
    waitFor,
    signal: (signal) => void child.kill(signal),
    exited,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
};
