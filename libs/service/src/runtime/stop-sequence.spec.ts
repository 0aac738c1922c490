import { silentLogger } from '../telemetry/logger';
import { createStopSequence } from './stop-sequence';

describe('an ordered stop', () => {
  it('closes last what was opened first, one after the other', async () => {
    const order: string[] = [];
    const stop = createStopSequence(silentLogger());
    for (const name of ['database', 'relay', 'http']) {
      stop.add(name, async () => {
        await Promise.resolve();
        order.push(name);
      });
    }
    expect(await stop.run(1_000)).toBe(true);
    expect(order).toEqual(['http', 'relay', 'database']);
  });

  it('goes on after a step that fails, and says that it was not clean', async () => {
    const order: string[] = [];
    const stop = createStopSequence(silentLogger());
    stop.add('database', () => void order.push('database'));
    stop.add('relay', () => Promise.reject(new Error('lost')));
    expect(await stop.run(1_000)).toBe(false);
    expect(order).toEqual(['database']);
  });

  it('gives up a step at the deadline', async () => {
    const stop = createStopSequence(silentLogger());
    stop.add('stuck', () => new Promise(() => undefined));
    expect(await stop.run(10)).toBe(false);
  });

  it('runs once, however often it is asked for', async () => {
    let runs = 0;
    const stop = createStopSequence(silentLogger());
    stop.add('database', () => void (runs += 1));
    await Promise.all([stop.run(1_000), stop.run(1_000)]);
    expect(runs).toBe(1);
  });
});
