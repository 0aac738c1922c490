import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

interface Row {
  name: string;
  file: string;
  from: string;
}

/** One of each kind; `npm run mutants -- --only engine/` plants them all. */
const HANDFUL = [
  'engine/takers-price',
  'engine/partial-fill-to-the-tail',
  'engine/one-pass-cascade',
  'engine/phantom-of-nothing',
  'engine/sweep-by-recursion',
  'engine/refill-in-place',
  'engine/imbalance-ignored',
  'engine/peak-forgotten',
];

const node = (...args: string[]) => execFileSync(process.execPath, args, { encoding: 'utf8' });
const root = resolve(__dirname, '../../../..');

describe('sabotage of the engine', () => {
  const table = JSON.stringify(join(__dirname, 'table.mjs'));
  const print = `import(${table}).then((it) => console.log(JSON.stringify(it.mutants)))`;
  const rows = JSON.parse(node('-e', print)) as Row[];

  it('is planned in places that are there, once each', () => {
    const places = rows.map(({ name, file, from }) => {
      const text = readFileSync(join(root, file), 'utf8');
      return { name, times: text.split(from).length - 1 };
    });
    expect(places.filter(({ times }) => times !== 1)).toEqual([]);
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  });

  it('is noticed by a scenario, a long chain or the duel', () => {
    const lines = node(join(__dirname, 'plant.mjs'), ...HANDFUL)
      .trim()
      .split('\n');
    const verdicts = lines.map((line) => JSON.parse(line) as { name: string; verdict: string });
    const survivors = verdicts.filter(({ verdict }) => verdict !== 'killed');
    expect(survivors).toEqual([]);
    expect(verdicts.map(({ name }) => name).toSorted()).toEqual(HANDFUL.toSorted());
  }, 600_000);
});
