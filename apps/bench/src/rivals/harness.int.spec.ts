import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyHarness } from './harness-copy';
import { runHarness } from './harness-process';

jest.setTimeout(240_000);

const PRINTS = `
console.log('tuned drain: told to people');
console.log(JSON.stringify({ test: process.argv[2], rate: Number(process.env.RATE) }));`;
const FAILS = `
console.error('there is no broker');
process.exit(3);`;

describe("a rival's harness", () => {
  let folder: string;
  const work = (): string => join(folder, 'work');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'outcry-harness-'));
    mkdirSync(join(folder, 'rivals/debezium'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const given = (text: string): void => {
    const file = join(folder, 'rivals/debezium/run.mjs');
    writeFileSync(file, text);
    chmodSync(file, 0o444);
  };
  const run = () =>
    runHarness({
      folder: copyHarness(join(folder, 'rivals'), work()),
      ...{ words: ['drain'], env: { RATE: '7' } },
    });

  it('is run from a copy, and its lines for machines are what it measured', async () => {
    given(PRINTS);
    expect(await run()).toEqual([{ test: 'drain', rate: 7 }]);
    expect(await run()).toHaveLength(1);
  });

  it('fails with what it said', async () => {
    given(FAILS);
    await expect(run()).rejects.toThrow('ended with 3: there is no broker');
  });

  it('may be given as its own folder', () => {
    given(PRINTS);
    expect(copyHarness(join(folder, 'rivals/debezium'), work())).toBe(join(work(), 'harness'));
  });

  it('that is not there is told in a sentence', () => {
    expect(() => copyHarness(folder, work())).toThrow(`There is no Debezium harness in ${folder}`);
  });
});
