import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { pidOf, waitUntil, type ProcessName } from './system';

/** A second process of a service, beside the one that runs: the same program and environment. */
export type Replica = {
  readonly url: string;
  readonly stop: () => Promise<void>;
};

const textsOf = (pid: number, file: 'cmdline' | 'environ'): string[] =>
  readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0').filter(Boolean);

const environmentOf = (pid: number): NodeJS.ProcessEnv =>
  Object.fromEntries(
    textsOf(pid, 'environ').map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/health/ready`).then(
    (response) => response.ok,
    () => false,
  );

/** Starts another replica of a running service on a port of its own (Linux: read from /proc). */
export const startReplica = async (name: ProcessName, port: number): Promise<Replica> => {
  const pid = pidOf(name);
  const [command = '', ...args] = textsOf(pid, 'cmdline');
  const env = { ...environmentOf(pid), OUTCRY_HTTP_PORT: String(port) };
  const child: ChildProcess = spawn(command, args, { env, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await waitUntil(`the second ${name}`, () => isReady(url));
  return {
    url,
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
};
