import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INVARIANTS } from '../nemesis/check/invariants';
import { loadTool, ROOT } from './load-tool';

type Mutant = Record<'name' | 'breaks' | 'file' | 'from' | 'to', string> & {
  readonly test: readonly [project: string, pattern: string];
};
const { allMutants: mutants } = loadTool<{ allMutants: readonly Mutant[] }>('mutants/table.mjs');

const { mutantsByInvariant } = loadTool<{
  mutantsByInvariant: Readonly<Record<string, readonly string[]>>;
}>('mutants/by-invariant.mjs');

describe('the table of mutants', () => {
  it('names every mutant once', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
    expect(mutants.length).toBeGreaterThan(39);
  });

  it('finds the text of each exactly once in its file, and changes it', () => {
    const rotten = mutants.filter(({ file, from, to }) => {
      const pieces = readFileSync(join(ROOT, file), 'utf8').split(from);
      return pieces.length !== 2 || from === to;
    });
    expect(rotten.map(({ name }) => name)).toEqual([]);
  });

  it('names a test for each that is there', () => {
    const missing = mutants.filter(({ test: [project, pattern] }) => {
      const specs = globSync(`${project}/{src,test}/**/*.spec.ts`, { cwd: ROOT });
      const isThere = specs.some((path) => new RegExp(pattern).test(path));
      return !isThere || !existsSync(join(ROOT, project, 'jest.config.cjs'));
    });
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it('has one that breaks each invariant of a campaign', () => {
    expect(Object.keys(mutantsByInvariant)).toEqual(Object.keys(INVARIANTS));
    const named = Object.values(mutantsByInvariant);
    expect(named.filter((names) => names.length === 0)).toEqual([]);
    const there = new Set(mutants.map(({ name }) => name));
    expect(named.flat().filter((name) => !there.has(name))).toEqual([]);
  });
});
