import { fork } from 'node:child_process';
import { join } from 'node:path';
import { bundleTypescript } from '@outcry/testing';
import { checkoutRoot } from './checkout';
import type { Answer, Request } from './part';

/** A process of its own that plays a part of a race: a load, a replica, a receiver. */
export type Player = {
  /** Has the part do one of its {@link serveParts} steps; rejects with what the step threw. */
  readonly call: <Result>(step: string, argument?: unknown) => Promise<Result>;
  readonly pid: number;
  /** Ends the process; steps that are not finished are left. */
  readonly end: () => Promise<void>;
};

type Waiting = { resolve: (result: unknown) => void; reject: (error: Error) => void };

/** Those of whose parts are played. */
const APPS = ['bidding', 'gateway', 'ledger', 'notification'];

/** @param part a TypeScript entry that calls `serveParts`, relative to apps/bench/src */
export const startPlayer = (part: string): Player => {
  const root = checkoutRoot();
  const bundle = bundleTypescript(join(root, 'apps/bench/src', part), root, APPS);
  const child = fork(bundle, [], {
    cwd: root,
    execArgv: ['--enable-source-maps', '--disable-warning=TimeoutNegativeWarning'],
    // Maps of figures, typed arrays and integers of any size go through as they are.
    serialization: 'advanced',
  });
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void exited.then(() => {
    for (const { reject } of waiting.values()) reject(new Error(`${part} has ended`));
  });
  child.on('message', (answer: Answer) => {
    const caller = waiting.get(answer.call);
    waiting.delete(answer.call);
    if ('error' in answer) caller?.reject(new Error(`${part}: ${answer.error}`));
    else caller?.resolve(answer.result);
  });
  return {
    pid: child.pid ?? -1,
    call: <Result>(step: string, argument?: unknown) =>
      new Promise<Result>((resolve, reject) => {
        calls += 1;
        waiting.set(calls, { resolve: resolve as (result: unknown) => void, reject });
        child.send({ call: calls, step, argument } satisfies Request);
      }),
    end: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
};
