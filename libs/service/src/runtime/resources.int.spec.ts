import { resolve } from 'node:path';
import { createMemoryTransport } from '@outcry/messaging';
import { createTestDatabase, type TestDatabase } from '@outcry/testing';
import { silentLogger } from '../telemetry/logger';
import { serviceMetrics } from '../telemetry/metrics';
import { openResources } from './resources';
import { createStopSequence } from './stop-sequence';

const migrationsDir = resolve(__dirname, '../../../messaging/migrations');

describe('the connections of a service', () => {
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

  it('warn at the relay’s start when they lack the settings for kept plans', async () => {
    expect(await warningsOfStart(test.connectionString)).toEqual([]);
    const ownOptions = `${test.connectionString}?options=-c%20jit%3Doff`;
    expect(await warningsOfStart(ownOptions)).toEqual([
      'each statement of the relay is planned anew: a pooler, or the options of the database URL, ' +
        'took the settings of its connections',
    ]);
  });

  it('keep plans where they are for a purpose of which each statement is known', async () => {
    const log = silentLogger();
    const stop = createStopSequence(log);
    const config = { OUTCRY_DATABASE_URL: test.connectionString };
    const metrics = serviceMetrics();
    const { databaseByIndex } = openResources({ name: 'sample', config, log, metrics, stop });
    const lots = databaseByIndex('lots', 1);
    const { rows } = (await lots?.query(
      `SELECT current_setting('plan_cache_mode') AS plans,
              current_setting('application_name') AS name`,
    )) ?? { rows: [] };
    expect(rows).toEqual([{ plans: 'force_generic_plan', name: 'sample-lots' }]);
    await stop.run(5_000);
    await expect(lots?.query('SELECT 1')).rejects.toThrow('after calling end');
  });
});
