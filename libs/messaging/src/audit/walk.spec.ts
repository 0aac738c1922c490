import type { Database } from '../sql';
import type { Finding } from './invariant';
import { walkInvariant } from './walk';

/** Rows 1…5, of which `faulty` are; every check is recorded. */
const walkOver = (faulty: Set<string>, fails: () => boolean = () => false) => {
  const rows = ['1', '2', '3', '4', '5'];
  const checked: (readonly string[])[] = [];
  const database: Database = {
    transact: () => Promise.reject(new Error('not needed')),
    query: async <Row extends object>(_text: string, values: readonly unknown[] = []) => {
      const [last, size] = values as [string | null, number];
      const next = rows.filter((id) => last === null || id > last).slice(0, size);
      return { rows: next.map((id) => ({ id })) as unknown as Row[], rowCount: next.length };
    },
  };
  const invariant = walkInvariant({
    ...{ name: 'rows_are_well', runbook: 'rows', next: 'next', page: 2 },
    check: async (_database, ids) => {
      checked.push(ids);
      if (fails()) throw new Error('too slow');
      return ids
        .filter((id) => faulty.has(id))
        .map((subject): Finding => ({ subject, detail: 'faulty' }));
    },
  });
  return { checked, look: () => invariant.look(database) };
};

describe('a walk over a table', () => {
  it('takes page after page, and begins anew at the end', async () => {
    const { checked, look } = walkOver(new Set());
    for (let looks = 0; looks < 4; looks += 1) expect(await look()).toEqual([]);
    expect(checked).toEqual([['1', '2'], ['3', '4'], ['5'], ['1', '2']]);
  });

  it('looks again at what it found, until that is mended', async () => {
    const faulty = new Set(['2']);
    const { checked, look } = walkOver(faulty);
    expect(await look()).toEqual([{ subject: '2', detail: 'faulty' }]);
    expect(await look()).toHaveLength(1);
    faulty.clear();
    expect(await look()).toEqual([]);
    await look();
    expect(checked).toEqual([
      ['1', '2'],
      ['3', '4', '2'],
      ['5', '2'],
      ['1', '2'],
    ]);
  });

  it('looks again at no more than a page of what it found', async () => {
    const { checked, look } = walkOver(new Set(['1', '2', '3', '4', '5']));
    for (let looks = 0; looks < 3; looks += 1) await look();
    expect(checked).toEqual([
      ['1', '2'],
      ['3', '4', '1', '2'],
      ['5', '3', '4'],
    ]);
  });

  it('tries a page that failed again with half the rows, and recovers', async () => {
    let failing = true;
    const { checked, look } = walkOver(new Set(), () => failing);
    await expect(look()).rejects.toThrow('too slow');
    await expect(look()).rejects.toThrow('too slow');
    failing = false;
    await look();
    await look();
    expect(checked).toEqual([['1', '2'], ['1'], ['1'], ['2', '3']]);
  });
});
