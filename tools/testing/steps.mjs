/**
 * @typedef {{
 *   name: string,
 *   jest?: { config: string, workers: number },
 *   command?: readonly [string, ...string[]],
 * }} Step Either Jest over a configuration, or a command that ends with `N passed, N failed`.
 */

/**
 * What `npm test` runs: the lanes beside each other, the steps of a lane one after the other. The
 * journeys wait for most of their time and the other lane computes, so that together they use the
 * cores; more at once would only make everything late.
 * @param {number} cores
 * @returns {readonly (readonly Step[])[]}
 */
export const lanes = (cores) => [
  [
    { name: 'checks', command: ['node', 'tools/check.mjs'] },
    { name: 'tests', jest: { config: 'tools/testing/jest-projects.cjs', workers: cores } },
  ],
  // A whole system of their own, so one at a time.
  [
    { name: 'journeys', jest: { config: 'apps/e2e/jest.config.cjs', workers: 1 } },
    {
      name: 'nemesis',
      command: ['node', 'tools/nemesis.mjs', '--seed', '1,2,3', '--minutes', '1'],
    },
  ],
];
