import { resolve } from 'node:path';
import { createMemoryTransport } from '@outcry/messaging';
import { createTestDatabase, type TestDatabase } from '@outcry/testing';
import { silentLogger } from '../telemetry/logger';
import { serviceMetrics } from '../telemetry/metrics';
import { openResources } from './resources';
import { createStopSequence } from './stop-sequence';

const migrationsDir = resolve(__dirname, '../../../messaging/migrations');

describe('the relay of a service', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await createTestDatabase({ name: 'resources', migrationsDir });
  });
  afterAll(() => test.drop());

  const warningsOfStart = async (url: string): Promise<readonly string[]> => {
    const log = silentLogger();
    const warn = jest.spyOn(log, 'warn');
    const stop = createStopSequence(log);
    const config = { OUTCRY_DATABASE_URL: url };
    const transport = createMemoryTransport();
    const metrics = serviceMetrics();
    const { relay } = openResources({ name: 'sample', config, log, metrics, stop, transport });
    await relay?.start();
    await relay?.stop();
    await stop.run(5_000);
    return warn.mock.calls.map((call) => String(call.at(-1)));
  };

  it('warns at its start when its connections lack the settings for kept plans', async () => {
    expect(await warningsOfStart(test.connectionString)).toEqual([]);
    const ownOptions = `${test.connectionString}?options=-c%20jit%3Doff`;
    expect(await warningsOfStart(ownOptions)).toEqual([
      'the relay plans each of its statements anew: a pooler, or the options of the database URL, ' +
        'took the settings of its connections',
    ]);
  });
});
