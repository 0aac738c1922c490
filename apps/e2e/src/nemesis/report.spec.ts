import { createFindings } from './check/findings';
import { INVARIANTS } from './check/invariants';
import { createSometimes } from './check/sometimes';
import { reportJson, reportText } from './report';

const seed = {
  ...{ seed: 7, requests: 10, acceptedBids: 4, settlements: 1, drainMs: 1_500 },
  faults: [{ name: 'kafka.kill', touched: ['kafka'], atMs: 1, forMs: 2 }],
};
const reportOf = (failures: readonly string[]) => {
  const findings = createFindings();
  findings.check('bidding.price', true, () => '');
  findings.equal('bidding.price', 1n, 1n, 'a price');
  const sometimes = createSometimes();
  sometimes.saw('bid.tied', 3);
  const counts = { checks: findings.checks(), sometimes: sometimes.counts() };
  return { seeds: [seed], ...counts, failures };
};
const count = Object.keys(INVARIANTS).length;

describe('the report of a campaign', () => {
  it('counts every check, rare state and fault, and ends with the verdict', () => {
    const lines = reportText(reportOf([])).split('\n');
    expect(lines.slice(-2)).toEqual([`${count} passed, 0 failed`, '1 seeds passed, 2 checks']);
    expect(lines).toContainEqual(expect.stringMatching(/^ +2 {2}bidding\.price /));
    expect(lines).toContainEqual(expect.stringMatching(/^ +3 {2}bid\.tied /));
    expect(lines).toContainEqual(expect.stringMatching(/^ +1 {2}kafka\.kill$/));
  });

  it('names what failed above the verdict', () => {
    const lines = reportText(reportOf(['bidding.price: wrong', 'seed 7: too few'])).split('\n');
    expect(lines.slice(-4)).toEqual([
      'FAILED bidding.price: wrong',
      'FAILED seed 7: too few',
      `${count - 1} passed, 2 failed`,
      '1 seeds: 2 failures in 2 checks',
    ]);
  });

  it('says the same to machines', () => {
    expect(JSON.parse(reportJson(reportOf([])))).toMatchObject({
      invariants: { 'bidding.price': 2 },
      sometimes: { 'bid.tied': 3 },
      faults: { 'kafka.kill': 1 },
      checks: 2,
      failures: [],
    });
  });
});

describe('the findings of a checker', () => {
  it('show the first of many alike, and how many more there are', () => {
    const findings = createFindings();
    for (let at = 1; at <= 10; at += 1)
      findings.equal('ledger.model', BigInt(at), 0n, `account ${at}`);
    const failures = findings.failures();
    expect(failures[0]).toBe('ledger.model: account 1: "1", expected "0"');
    expect(failures.at(-1)).toBe('ledger.model: 2 more');
    expect(failures).toHaveLength(9);
  });
});
