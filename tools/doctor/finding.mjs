/**
 * What the doctor found wrong at one place.
 *
 * @typedef {{
 *   where: string,
 *   what: string,
 *   since: string | null,
 *   details: readonly string[],
 *   runbook: string,
 * }} Finding
 * @typedef {{ findings: Finding[], looked: number }} Examination What is wrong, of how many things
 *   that were looked at.
 */

/** @param {Examination[]} examinations @returns {Examination} */
export const together = (examinations) => ({
  findings: examinations.flatMap(({ findings }) => findings),
  looked: examinations.reduce((sum, { looked }) => sum + looked, 0),
});
