import { pollGate, type PollGate } from './poll-gate';

describe('the poll gate', () => {
  let gate: PollGate;
  beforeEach(() => {
    jest.useFakeTimers();
    gate = pollGate(10, 80);
  });
  afterEach(() => jest.useRealTimers());

  /** How long the next idle wait takes, up to a second. */
  const idleMs = async (): Promise<number> => {
    let open = false;
    void gate.idle().then(() => (open = true));
    for (let ms = 0; ms <= 1_000; ms += 1) {
      await jest.advanceTimersByTimeAsync(ms === 0 ? 0 : 1);
      if (open) return ms;
    }
    return Infinity;
  };

  it('waits twice as long after each idle wait, up to the longest', async () => {
    const waits: number[] = [];
    for (let at = 0; at < 6; at += 1) waits.push(await idleMs());
    expect(waits).toEqual([10, 20, 40, 80, 80, 80]);
  });

  it('opens at once for a wake-up before the wait, and is quick again after it', async () => {
    await idleMs();
    await idleMs();
    gate.wake();
    expect(await idleMs()).toBe(0);
    expect(await idleMs()).toBe(10);
  });

  it('opens for a wake-up during the wait, and is quick again after it', async () => {
    await idleMs();
    await idleMs();
    let open = false;
    void gate.idle().then(() => (open = true));
    await jest.advanceTimersByTimeAsync(3);
    expect(open).toBe(false);
    gate.wake();
    await jest.advanceTimersByTimeAsync(0);
    expect(open).toBe(true);
    expect(await idleMs()).toBe(10);
  });

  it('takes several wake-ups as one', async () => {
    gate.wake();
    gate.wake();
    expect(gate.wakes()).toBe(2);
    expect(await idleMs()).toBe(0);
    expect(await idleMs()).toBe(10);
  });

  it('is quick after work', async () => {
    await idleMs();
    await idleMs();
    gate.busy();
    expect(await idleMs()).toBe(10);
  });

  it('lets no wake-up shorten a pause', async () => {
    let over = false;
    void gate.pause(50).then(() => (over = true));
    gate.wake();
    await jest.advanceTimersByTimeAsync(49);
    expect(over).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(over).toBe(true);
  });

  it('ends every wait when interrupted, also later ones', async () => {
    let ended = 0;
    void gate.idle().then(() => (ended += 1));
    void gate.pause(1_000).then(() => (ended += 1));
    gate.interrupt();
    await jest.advanceTimersByTimeAsync(0);
    expect(ended).toBe(2);
    expect(await idleMs()).toBe(0);
    void gate.pause(1_000).then(() => (ended += 1));
    await jest.advanceTimersByTimeAsync(0);
    expect(ended).toBe(3);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('lets a work be overtaken by a wake-up, and be heard of when there is none', async () => {
    let end = (): void => undefined;
    const work = new Promise<void>((resolve) => (end = resolve));
    const woken = gate.orWoken(work);
    gate.wake();
    await woken;
    const ended = gate.orWoken(work);
    end();
    await ended;
    const failing = gate.orWoken(Promise.reject(new Error('fails')));
    await expect(failing).rejects.toThrow('fails');
  });
});
