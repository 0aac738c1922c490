import { eventually } from '@outcry/testing';
import { silentLogger } from '../telemetry/logger';
import { periodicTask } from './background-task';

const log = silentLogger();

describe('a periodic task', () => {
  it('goes on after a run that throws', async () => {
    let runs = 0;
    const task = periodicTask({
      name: 'sweeper',
      everyMs: 1,
      log,
      run: async () => {
        runs += 1;
        if (runs === 1) throw new Error('once');
      },
    });
    task.start();
    await eventually(() => runs >= 3);
    await task.stop();
  });

  it('never runs twice at once, and its stop waits for the run under way', async () => {
    let running = 0;
    let most = 0;
    const { promise: entered, resolve: enter } = Promise.withResolvers<void>();
    const task = periodicTask({
      name: 'sweeper',
      everyMs: 1,
      log,
      run: async (signal) => {
        running += 1;
        most = Math.max(most, running);
        enter();
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        running -= 1;
      },
    });
    task.start();
    await entered;
    await task.stop();
    expect([running, most]).toEqual([0, 1]);
  });
});
