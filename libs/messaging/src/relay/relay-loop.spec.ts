import { OperationalError } from '@outcry/kernel';
import { SimulatedCrash } from '../failpoint';
import { silentLog } from '../telemetry';
import type { Lease } from './lease/held-leases';
import { relayLoop, type RelayLoop } from './relay-loop';
import type { PendingRow } from './publish/pending.sql';
import { pollGate, type PollGate } from './wake/poll-gate';

const row: PendingRow = {
  ...{ position: '1', topic: 't', key: 'k', headers: '{}', payload: null },
  ...{ createdMs: 0, parked: false },
};
const leaseLost = new OperationalError('outbox_lease_lost', 'lost', { retryable: true });

describe('the relay’s loop', () => {
  let gate: PollGate;
  let leases: Lease[];
  let pending: Set<number>;
  let asked: number[];
  let drained: number[];
  let onDrain: (lease: Lease, active: () => boolean) => Promise<void>;
  let onLook: () => void;
  let warnings: string[];
  let infos: string[];
  let loop: RelayLoop;
  beforeEach(() => {
    jest.useFakeTimers();
    jest.spyOn(Math, 'random').mockReturnValue(1);
    gate = pollGate(10, 80);
    leases = [1, 2].map((shard) => ({ shard, epoch: '1', isValid: () => true }));
    [pending, asked, drained, warnings, infos] = [new Set(), [], [], [], []];
    onDrain = async () => undefined;
    onLook = () => undefined;
    loop = relayLoop({
      gate,
      validLeases: () => leases,
      read: async ({ shard }) => {
        const wakes = gate.wakes();
        asked.push(shard);
        onLook();
        return { rows: pending.has(shard) ? [row] : [], wakes };
      },
      drain: async (lease, first, active) => {
        expect(first.rows).toEqual([row]);
        drained.push(lease.shard);
        pending.delete(lease.shard);
        await onDrain(lease, active);
      },
      log: {
        ...silentLog,
        warn: (_fields, text) => void warnings.push(text),
        info: (_fields, text) => void infos.push(text),
      },
    });
  });
  afterEach(async () => {
    const stopping = loop.stop();
    await jest.runAllTimersAsync();
    await stopping;
    jest.useRealTimers();
    jest.restoreAllMocks();
  });
  const pass = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);
  const start = async (): Promise<void> => {
    void loop.run();
    await pass(0);
  };

  it('drains the shards in which something is pending', async () => {
    pending.add(2);
    await start();
    expect(asked.slice(0, 2)).toEqual([1, 2]);
    expect(drained).toEqual([2]);
  });

  it('looks again after a while, ever more seldom, and at once when woken', async () => {
    await start();
    await pass(10 + 20 + 40 + 80);
    expect(asked).toHaveLength(2 * 5);
    pending.add(1);
    gate.wake();
    await pass(0);
    expect(drained).toEqual([1]);
  });

  it('asks nothing while no lease is held', async () => {
    leases = [];
    await start();
    await pass(100);
    expect(asked).toEqual([]);
  });

  it('drains a shard once at a time, and several shards at once', async () => {
    let finish = (): void => undefined;
    onDrain = () => new Promise<void>((resolve) => (finish = resolve));
    pending.add(1);
    await start();
    pending.add(1);
    pending.add(2);
    onDrain = async () => undefined;
    asked = [];
    gate.wake();
    await pass(0);
    expect(asked).toEqual([2]);
    expect(drained).toEqual([1, 2]);
    finish();
    await pass(10);
    expect(drained).toEqual([1, 2, 1]);
  });

  it('looks at once after a drain during which it was woken', async () => {
    onDrain = async () => {
      onDrain = async () => undefined;
      gate.wake();
      await pass(0);
      pending.add(1);
    };
    pending.add(1);
    await start();
    await pass(0);
    expect(drained).toEqual([1, 1]);
  });

  it('looks at once after a drain whose rows were being read when it was woken', async () => {
    let finish = (): void => undefined;
    onDrain = () => new Promise<void>((resolve) => (finish = resolve));
    onLook = () => (asked.length === 1 ? gate.wake() : undefined);
    leases = leases.slice(0, 1);
    pending.add(1);
    await start();
    expect(drained).toEqual([1]);
    pending.add(1);
    onDrain = async () => undefined;
    finish();
    await pass(0);
    expect(drained).toEqual([1, 1]);
  });

  it('rests with backoff after a failure, and no wake-up shortens that', async () => {
    onDrain = () => Promise.reject(new Error('the broker is down'));
    pending.add(1);
    await start();
    expect(warnings).toEqual(['an outbox shard was not drained']);
    pending.add(1);
    await pass(0);
    gate.wake();
    await pass(99);
    expect(drained).toEqual([1]);
    await pass(1);
    expect(drained).toEqual([1, 1]);
    // The second failure is counted while the rest after the first look is already running.
    pending.add(1);
    await pass(100);
    expect(drained).toHaveLength(3);
    pending.add(1);
    await pass(199);
    expect(drained).toHaveLength(3);
    await pass(1);
    expect(drained).toHaveLength(4);
  });

  it('forgets the failures once a drain has succeeded', async () => {
    onDrain = () => Promise.reject(new Error('the broker is down'));
    pending.add(1);
    await start();
    onDrain = async () => undefined;
    pending.add(1);
    await pass(100);
    expect(drained).toEqual([1, 1]);
    pending.add(1);
    gate.wake();
    await pass(200);
    pending.add(2);
    gate.wake();
    await pass(0);
    expect(drained).toEqual([1, 1, 1, 2]);
  });

  it('does not rest when a lease has merely passed to another relay', async () => {
    onDrain = () => Promise.reject(leaseLost);
    pending.add(1);
    await start();
    pending.add(2);
    gate.wake();
    await pass(0);
    expect(drained).toEqual([1, 2]);
  });

  it('tells of the same error once until all is well again, and of another one at once', async () => {
    const fail = (sentence: string) => async (): Promise<void> => {
      pending.add(1);
      throw new Error(sentence);
    };
    onDrain = fail('the broker is down');
    pending.add(1);
    await start();
    await pass(10_000);
    expect(drained.length).toBeGreaterThan(3);
    expect(warnings).toEqual(['an outbox shard was not drained']);
    onDrain = fail('the topic is missing');
    await pass(4_000);
    expect(warnings).toHaveLength(2);
    onDrain = async () => undefined;
    await pass(4_000);
    expect(infos).toEqual(['the outbox is drained again']);
    onDrain = fail('the topic is missing');
    pending.add(1);
    await pass(4_000);
    expect(warnings).toHaveLength(3);
    pending.clear();
    onDrain = async () => undefined;
  });

  it('rests after any other operational error', async () => {
    onDrain = () =>
      Promise.reject(new OperationalError('kafka_timeout', 'no answer', { retryable: true }));
    pending.add(1);
    await start();
    onDrain = async () => undefined;
    pending.add(2);
    gate.wake();
    await pass(99);
    expect(drained).toEqual([1]);
    await pass(1);
    expect(drained).toEqual([1, 2]);
  });

  it('goes on after a look that failed', async () => {
    onLook = () => {
      onLook = () => undefined;
      throw new Error('the database is down');
    };
    pending.add(1);
    await start();
    expect(warnings).toEqual(['the outbox could not be read']);
    await pass(100);
    expect(drained).toEqual([1]);
  });

  it('forgets a failure when there is nothing to do', async () => {
    onLook = () => {
      onLook = () => undefined;
      throw new Error('the database is down');
    };
    await start();
    await pass(100);
    pending.add(1);
    gate.wake();
    await pass(0);
    expect(drained).toEqual([1]);
  });

  it('tells a drain to end once it stops or the lease ends, and waits for it', async () => {
    let valid = true;
    leases = [{ shard: 1, epoch: '1', isValid: () => valid }];
    const answers: boolean[] = [];
    let finish = (): void => undefined;
    onDrain = async (_lease, active) => {
      answers.push(active());
      valid = false;
      answers.push(active());
      valid = true;
      await new Promise<void>((resolve) => (finish = resolve));
      answers.push(active());
    };
    pending.add(1);
    await start();
    let [stopped, settled] = [false, false];
    void loop.settle(1).then(() => (settled = true));
    void loop.stop().then(() => (stopped = true));
    await pass(1_000);
    expect({ stopped, settled }).toEqual({ stopped: false, settled: false });
    finish();
    await pass(0);
    expect({ stopped, settled, answers }).toEqual({
      stopped: true,
      settled: true,
      answers: [true, false, false],
    });
    pending.add(1);
    gate.wake();
    await pass(1_000);
    expect(drained).toEqual([1]);
  });

  it('has nothing to settle in a shard that is not being drained', async () => {
    await expect(loop.settle(7)).resolves.toBeUndefined();
  });

  it('begins nothing more after a simulated crash', async () => {
    onDrain = () => Promise.reject(new SimulatedCrash('here'));
    pending.add(1);
    await start();
    pending.add(2);
    gate.wake();
    await pass(1_000);
    expect(drained).toEqual([1]);
  });
});
