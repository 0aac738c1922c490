import { loadTool } from './load-tool';

const { countTests } = loadTool<{
  countTests(report: Record<string, number>): { passed: number; failed: number };
}>('testing/jest.mjs');

describe('the count of tests', () => {
  const report = {
    numPassedTests: 7,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 0,
  };

  it('is what Jest says', () => {
    expect(countTests({ ...report, numFailedTests: 2 })).toEqual({ passed: 7, failed: 2 });
  });

  it.each(['numPendingTests', 'numTodoTests', 'numRuntimeErrorTestSuites'])(
    'takes one of %s for a failure',
    (kind) => {
      expect(countTests({ ...report, [kind]: 1 })).toEqual({ passed: 7, failed: 1 });
    },
  );
});
