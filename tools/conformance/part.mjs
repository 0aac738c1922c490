/**
 * One comparison: a figure and what it must come to.
 * @typedef {{ readonly name: string, readonly got: unknown, readonly wanted: unknown, readonly ok: boolean }} Finding
 *
 * One recorded source: the files that it needs, and what it finds with them.
 * @typedef {{
 *   readonly name: string,
 *   readonly files: readonly string[],
 *   readonly run: (paths: readonly string[]) => readonly Finding[],
 * }} Part
 */

/**
 * @param {string} name
 * @param {unknown} got
 * @param {unknown} wanted
 * @returns {Finding}
 */
export const exactly = (name, got, wanted) => ({ name, got, wanted, ok: got === wanted });

/**
 * @param {string} name
 * @param {number} got
 * @param {number} least
 * @returns {Finding}
 */
export const atLeast = (name, got, least) => ({
  name,
  got,
  wanted: `at least ${least}`,
  ok: got >= least,
});
