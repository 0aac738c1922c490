import { setTimeout as sleep } from 'node:timers/promises';

/** What Jest allows by itself; with several projects in one run it falls back to this. */
const JEST_DEFAULT_MS = 5_000;

it('a test may take longer than Jest allows by itself', async () => {
  await sleep(JEST_DEFAULT_MS + 500);
  expect(jest.isMockFunction(sleep)).toBe(false);
});
