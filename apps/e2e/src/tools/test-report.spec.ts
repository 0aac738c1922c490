import { loadTool } from './load-tool';

const { countTests, namesOfFailed, readClosingLine } = loadTool<{
  countTests(report: Record<string, number>): { passed: number; failed: number };
  namesOfFailed(report: object): string[];
  readClosingLine(output: string, code: number): { passed: number; failed: number };
}>('testing/count.mjs');

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

describe('the names of what failed', () => {
  const suite = { name: '/a.spec.ts', status: 'passed', assertionResults: [] };
  const test = (status: string, fullName: string) => ({ status, fullName });

  it('are those of tests that did not pass', () => {
    const assertionResults = [
      test('passed', 'adds'),
      test('failed', 'takes'),
      test('todo', 'ends'),
    ];
    expect(namesOfFailed({ testResults: [{ ...suite, assertionResults }] })).toEqual([
      '/a.spec.ts: takes',
      '/a.spec.ts: ends',
    ]);
  });

  it('are those of suites that could not run', () => {
    expect(namesOfFailed({ testResults: [suite, { ...suite, status: 'failed' }] })).toEqual([
      '/a.spec.ts could not run',
    ]);
  });
});

describe('the closing line of a command', () => {
  it.each([
    ['6 passed, 0 failed\n', 0, { passed: 6, failed: 0 }],
    ['fine\n5 passed, 1 failed\n', 1, { passed: 5, failed: 1 }],
    ['6 passed, 0 failed\n', 1, { passed: 6, failed: 1 }],
    ['all is well\n', 0, { passed: 0, failed: 1 }],
  ])('%j with exit code %d', (output, code, count) => {
    expect(readClosingLine(output, code)).toEqual(count);
  });
});
