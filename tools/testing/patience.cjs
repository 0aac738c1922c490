const jestGlobals = require('@jest/globals');

/**
 * How long one test may take, set from within: Jest forgets `testTimeout` of a project when it runs
 * several. Generous, since the cores may be shared with servers and other suites; no test measures
 * time by this.
 */
jestGlobals.jest.setTimeout(300_000);
