import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number }} Count
 * @typedef {{
 *   numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   numRuntimeErrorTestSuites: number,
 *   testResults: readonly JestSuite[],
 * }} JestReport
 * @typedef {{
 *   name: string, status: string,
 *   assertionResults: readonly { status: string, fullName: string }[],
 * }} JestSuite
 */

/** @param {readonly Count[]} counts @returns {Count} */
export const sum = (counts) => ({
  passed: counts.reduce((total, { passed }) => total + passed, 0),
  failed: counts.reduce((total, { failed }) => total + failed, 0),
});

/**
 * A suite that cannot be loaded, and a test that is skipped, count as failed.
 * @param {JestReport} report
 * @returns {Count}
 */
export const countTests = (report) => ({
  passed: report.numPassedTests,
  failed:
    report.numFailedTests +
    report.numPendingTests +
    report.numTodoTests +
    report.numRuntimeErrorTestSuites,
});

/**
 * @param {JestReport} report
 * @returns {string[]} Each test that did not pass, and each suite that could not run.
 */
export const namesOfFailed = ({ testResults }) =>
  testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status !== 'passed');
    if (failed.length === 0) return status === 'failed' ? [`${name} could not run`] : [];
    return failed.map(({ fullName }) => `${name}: ${fullName}`);
  });

/** @param {Count} count @param {number | null} code @returns {Count} One that a bad end shows in. */
const endedWith = (count, code) =>
  code === 0 || count.failed > 0 ? count : { ...count, failed: 1 };

/**
 * @param {string} file
 * @param {number | null} code
 * @returns {Count & { names: string[] }}
 */
export const readReport = (file, code) => {
  if (!existsSync(file)) return { passed: 0, failed: 1, names: ['Jest ended without a report'] };
  /** @type {JestReport} */
  const report = JSON.parse(readFileSync(file, 'utf8'));
  // Jest may fail for a reason that no test has, such as a global setup.
  return { ...endedWith(countTests(report), code), names: namesOfFailed(report) };
};

/** @param {string} output @param {number | null} code @returns {Count} */
export const readClosingLine = (output, code) => {
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/m.exec(output) ?? [];
  if (passed === undefined) return { passed: 0, failed: 1 };
  return endedWith({ passed: Number(passed), failed: Number(failed) }, code);
};
