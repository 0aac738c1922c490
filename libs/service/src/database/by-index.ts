import type { Pool } from 'pg';

/** A plan without a choice is made once for any values; nor must it seem dear enough for jit. */
const SETTINGS = Object.entries({
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_sort: 'off',
  jit: 'off',
  plan_cache_mode: 'force_generic_plan',
});

/** The start parameter `options` of connections whose plans go by an index. */
export const BY_INDEX = SETTINGS.map(([name, value]) => `-c ${name}=${value}`).join(' ');

const ARE_SET = `SELECT ${SETTINGS.map(
  ([name, value]) => `current_setting('${name}') = '${value}'`,
).join(' AND ')} AS "areSet"`;

/**
 * Whether the pool's connections were opened as {@link BY_INDEX} says, as the server sees it: a
 * pooler may keep start parameters to itself, and a database URL may bring its own. What one
 * connection says holds for all. The server is asked before the first statement, and again as long
 * as it has not answered.
 *
 * @param onMissing told once if they were not
 * @throws what the pool throws while the server cannot be asked
 */
export const areByIndex = (pool: Pool, onMissing: () => void): (() => Promise<boolean>) => {
  let asking: Promise<boolean> | undefined;
  const ask = async (): Promise<boolean> => {
    const { rows } = await pool.query<{ areSet: boolean }>(ARE_SET);
    const areSet = rows[0]?.areSet === true;
    if (!areSet) onMissing();
    return areSet;
  };
  return () =>
    (asking ??= ask().catch((error: unknown) => {
      asking = undefined;
      throw error;
    }));
};
