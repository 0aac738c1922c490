import { assert, defined, isDefect, OperationalError } from '@outcry/kernel';
import { AsyncResource } from 'node:async_hooks';

export type GroupCommitOptions<Command, Outcome> = {
  /**
   * Decides commands of one key, in order, in one transaction; one outcome each. A Defect must have
   * rolled everything back.
   */
  readonly run: (key: string, commands: readonly Command[]) => Promise<readonly Outcome[]>;
  /** Commands that may share a transaction. */
  readonly maxBatch: number;
  /** Commands of one key that may wait; more are refused as `overloaded`. */
  readonly maxWaiting: number;
  /** Batches of different keys that run at once: fewer than the pool has connections. */
  readonly maxRunning: number;
};

export type GroupCommit<Command, Outcome> = {
  /**
   * Queues a command behind those of its key.
   *
   * @throws OperationalError `overloaded` when too many wait; else what `run` threw
   */
  readonly submit: (key: string, command: Command) => Promise<Outcome>;
  /** Commands that wait, of all keys. */
  readonly waiting: () => number;
};

type Waiting<Command, Outcome> = {
  readonly command: Command;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
  /** The asynchronous context of the submission: its trace above all. */
  readonly context: AsyncResource;
};

/** Whose commands wait, and how many batches may still start. */
type Queues<Entry> = { readonly byKey: Map<string, Entry[]>; readonly ready: string[] };

/**
 * Group commit: while a key's batch runs, its further commands wait and then share the next one.
 *
 *     key: idle → ready (waits for a slot) → running → ready (if more came) | idle
 *
 * Order within a key is the order of submission, and one batch of a key runs at a time in this
 * process; other processes are kept out by the locks that `run` takes. A batch runs in the context
 * (trace) of its first command. The next batch starts before the outcomes of the last are told: the
 * database is at work on it while their answers are written. A defect is isolated by bisection: the
 * halves of a batch that met one run on their own, until the command is alone.
 */
export const createGroupCommit = <Command, Outcome>(
  options: GroupCommitOptions<Command, Outcome>,
): GroupCommit<Command, Outcome> => {
  type Entry = Waiting<Command, Outcome>;
  const queues: Queues<Entry> = { byKey: new Map(), ready: [] };
  let running = 0;
  let waiting = 0;

  const settle = async (key: string, batch: readonly Entry[]): Promise<void> => {
    try {
      const { context } = defined(batch[0], 'a batch has a command');
      const commands = batch.map(({ command }) => command);
      const outcomes = await context.runInAsyncScope(options.run, options, key, commands);
      assert(outcomes.length === batch.length, 'a batch gives one outcome for each command');
      // Once the next batch has sent its first statement.
      setImmediate(() =>
        batch.forEach(({ resolve }, index) => resolve(outcomes[index] as Outcome)),
      );
    } catch (error) {
      if (!isDefect(error) || batch.length === 1) {
        for (const { reject } of batch) reject(error);
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await settle(key, batch.slice(0, half));
      await settle(key, batch.slice(half));
    }
  };

  const finish = (key: string): void => {
    running -= 1;
    if (queues.byKey.get(key)?.length === 0) queues.byKey.delete(key);
    else queues.ready.push(key);
    start();
  };

  const start = (): void => {
    while (running < options.maxRunning) {
      const key = queues.ready.shift();
      const queue = key === undefined ? undefined : queues.byKey.get(key);
      if (key === undefined || queue === undefined) return;
      const batch = queue.splice(0, options.maxBatch);
      waiting -= batch.length;
      running += 1;
      void settle(key, batch).then(() => finish(key));
    }
  };

  const submit = (key: string, command: Command): Promise<Outcome> => {
    const queue = queues.byKey.get(key) ?? [];
    if (queue.length >= options.maxWaiting) {
      const reason = `${queue.length} commands wait for the same resource`;
      return Promise.reject(new OperationalError('overloaded', reason, { retryable: true }));
    }
    return new Promise<Outcome>((resolve, reject) => {
      queue.push({ command, resolve, reject, context: new AsyncResource('GroupCommit') });
      waiting += 1;
      if (queues.byKey.has(key)) return;
      queues.byKey.set(key, queue);
      queues.ready.push(key);
      // In a later microtask, so that commands which arrive together share the first batch too.
      queueMicrotask(start);
    });
  };

  return { submit, waiting: () => waiting };
};
