import type { OffsetsByTopicPartition } from 'kafkajs';
import { offsetCommits, type CommitPort } from './offset-commits';

describe('the commits of a membership', () => {
  let moved: number;
  let committed: number[];
  let running: boolean;
  let commit: () => Promise<void>;
  beforeEach(() => {
    jest.useFakeTimers();
    [moved, committed, running] = [0, [], true];
    commit = async () => undefined;
  });
  afterEach(() => jest.useRealTimers());

  const port: CommitPort = {
    isRunning: () => running,
    uncommittedOffsets: () =>
      ({ topics: moved > (committed.at(-1) ?? 0) ? [{}] : [] }) as OffsetsByTopicPartition,
    commitOffsetsIfNecessary: async () => {
      const upTo = moved;
      await commit();
      committed.push(upTo);
    },
  };
  const batch = (commits: ReturnType<typeof offsetCommits>): Promise<void> => {
    moved += 1;
    return commits.ended(port);
  };

  it('are made once for all batches of an interval, and not while nothing moves', async () => {
    const commits = offsetCommits(1_000);
    await batch(commits);
    await jest.advanceTimersByTimeAsync(600);
    await batch(commits);
    expect(committed).toEqual([]);
    await jest.advanceTimersByTimeAsync(400);
    expect(committed).toEqual([2]);
    expect(jest.getTimerCount()).toBe(0);
    await commits.flush();
    expect(committed).toEqual([2]);
    await batch(commits);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(committed).toEqual([2, 3]);
  });

  it('are made with the end of a batch once the member leaves, or its client stops', async () => {
    const commits = offsetCommits(1_000);
    await batch(commits);
    await commits.leave();
    expect(committed).toEqual([1]);
    await batch(commits);
    expect(committed).toEqual([1, 2]);
    const stopped = offsetCommits(1_000);
    running = false;
    await batch(stopped);
    expect(committed).toEqual([1, 2, 3]);
  });

  it('may fail: the next one covers them', async () => {
    const commits = offsetCommits(1_000);
    commit = () => Promise.reject(new Error('rebalancing'));
    await batch(commits);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(committed).toEqual([]);
    commit = async () => undefined;
    await batch(commits);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(committed).toEqual([2]);
  });

  it('do not keep a member from leaving a broker that is silent', async () => {
    const commits = offsetCommits(1_000);
    commit = () => new Promise(() => undefined);
    await batch(commits);
    const left = commits.leave();
    await jest.advanceTimersByTimeAsync(3_000);
    await left;
    expect(committed).toEqual([]);
  });

  it('are none before the first batch', async () => {
    await expect(offsetCommits(1_000).leave()).resolves.toBeUndefined();
  });
});
