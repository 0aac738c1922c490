import type { Database } from '../sql';
import type { Finding, Invariant } from './invariant';

/** Small enough that a page costs milliseconds. */
const PAGE = 200;

export type Walk = Pick<Invariant, 'name' | 'runbook' | 'lastingMs'> & {
  /** `$1` the last id of the page before (null: begin), `$2` how many: the next ids, ascending. */
  readonly next: string;
  /** What is wrong with these; the subject of a finding is an id. */
  readonly check: (database: Database, ids: readonly string[]) => Promise<readonly Finding[]>;
  readonly page?: number;
};

/**
 * An invariant over all rows of a table that may be large: each look takes the next page and,
 * again, whatever was found before, so that a finding stays until it is mended. A page that fails
 * is tried again with half the rows.
 */
export const walkInvariant = ({ next, check, page = PAGE, ...named }: Walk): Invariant => {
  let last: string | null = null;
  let size = page;
  let found: readonly string[] = [];

  const look = async (database: Database): Promise<readonly Finding[]> => {
    const { rows } = await database.query<{ id: string }>(next, [last, size]);
    const ids = rows.map(({ id }) => id);
    const findings = await check(database, [...new Set([...ids, ...found])]);
    // The end of the table: the next look begins anew.
    last = ids.length < size ? null : (ids.at(-1) ?? null);
    found = findings.slice(0, page).map(({ subject }) => subject);
    return findings;
  };

  return {
    ...named,
    look: async (database) => {
      try {
        const findings = await look(database);
        size = Math.min(page, size * 2);
        return findings;
      } catch (error) {
        size = Math.max(1, Math.floor(size / 2));
        throw error;
      }
    },
  };
};
