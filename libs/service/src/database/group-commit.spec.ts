import { Defect, OperationalError } from '@outcry/kernel';
import { AsyncLocalStorage } from 'node:async_hooks';
import { createGroupCommit } from './group-commit';

const options = { maxBatch: 10, maxWaiting: 20, maxRunning: 2 };

/** Batches that run until they are let go. */
const gated = (overrides: Partial<typeof options> = {}) => {
  const batches: { key: string; commands: readonly number[]; finish: () => void }[] = [];
  const group = createGroupCommit<number, number>({
    ...options,
    ...overrides,
    run: (key, commands) =>
      new Promise((resolve) =>
        batches.push({ key, commands, finish: () => resolve(commands.map((n) => n * 10)) }),
      ),
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { group, batches, settled };
};

describe('group commit', () => {
  it('decides together what arrives together, and later what came meanwhile, in order', async () => {
    const { group, batches, settled } = gated();
    const first = [1, 2, 3].map((n) => group.submit('a', n));
    await settled();
    const second = [4, 5].map((n) => group.submit('a', n));
    await settled();
    expect(batches.map(({ commands }) => commands)).toEqual([[1, 2, 3]]);
    batches[0]?.finish();
    expect(await Promise.all(first)).toEqual([10, 20, 30]);
    await settled();
    expect(batches[1]?.commands).toEqual([4, 5]);
    batches[1]?.finish();
    expect(await Promise.all(second)).toEqual([40, 50]);
    expect(group.waiting()).toBe(0);
  });

  it('has the next batch at work before it tells the outcomes of the last', async () => {
    const order: string[] = [];
    const group = createGroupCommit<number, number>({
      ...options,
      run: async (_key, commands) => {
        order.push(`runs ${commands.join()}`);
        await new Promise((resolve) => setImmediate(resolve));
        return commands;
      },
    });
    const told = (n: number) => group.submit('a', n).then(() => order.push(`told ${n}`));
    const first = told(1);
    await Promise.resolve();
    await Promise.all([first, told(2), told(3)]);
    expect(order).toEqual(['runs 1', 'runs 2,3', 'told 1', 'told 2', 'told 3']);
  });

  it('caps a batch, and the batches that run at once', async () => {
    const { group, batches, settled } = gated({ maxBatch: 2 });
    const all = ['a', 'b', 'c'].flatMap((key) => [1, 2, 3].map((n) => group.submit(key, n)));
    await settled();
    expect(batches.map(({ key, commands }) => [key, commands])).toEqual([
      ['a', [1, 2]],
      ['b', [1, 2]],
    ]);
    for (let done = 0; done < 6; done += 1) {
      batches[done]?.finish();
      await settled();
    }
    expect(await Promise.all(all)).toHaveLength(9);
    expect(batches.slice(2).map(({ key, commands }) => [key, commands])).toEqual([
      ['c', [1, 2]],
      ['a', [3]],
      ['b', [3]],
      ['c', [3]],
    ]);
  });

  it('refuses what would wait too long, without harm to the rest', async () => {
    const { group, batches, settled } = gated({ maxWaiting: 2 });
    const taken = [group.submit('a', 1), group.submit('a', 2)];
    await expect(group.submit('a', 3)).rejects.toMatchObject({
      code: 'overloaded',
      retryable: true,
    });
    await settled();
    batches[0]?.finish();
    expect(await Promise.all(taken)).toEqual([10, 20]);
  });

  it('isolates a command that meets a defect by bisection', async () => {
    const tried: (readonly number[])[] = [];
    const group = createGroupCommit<number, number>({
      ...options,
      run: async (_key, commands) => {
        tried.push(commands);
        if (commands.includes(3)) throw new Defect('three is not a number');
        return commands;
      },
    });
    const all = await Promise.allSettled([1, 2, 3, 4, 5].map((n) => group.submit('a', n)));
    expect(all.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect(tried).toEqual([[1, 2, 3, 4, 5], [1, 2, 3], [1, 2], [3], [4, 5]]);
  });

  it('runs every batch in the context of its first command', async () => {
    const trace = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const group = createGroupCommit<number, number>({
      ...options,
      maxBatch: 1,
      run: async (_key, commands) => {
        seen.push(trace.getStore());
        return commands;
      },
    });
    await Promise.all(['x', 'y'].map((id, n) => trace.run(id, () => group.submit('a', n))));
    expect(seen).toEqual(['x', 'y']);
  });

  it('gives an operational failure to the whole batch, untried again', async () => {
    let runs = 0;
    const group = createGroupCommit<number, number>({
      ...options,
      run: async () => {
        runs += 1;
        throw new OperationalError('connection_lost', 'gone', { retryable: true });
      },
    });
    const all = await Promise.allSettled([1, 2].map((n) => group.submit('a', n)));
    expect([runs, all.map(({ status }) => status)]).toEqual([1, ['rejected', 'rejected']]);
  });
});
