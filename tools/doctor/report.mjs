/** @typedef {import('./finding.mjs').Finding} Finding */

const MINUTE_S = 60;
const HOUR_S = 3_600;

/** @param {string | null} since @param {number} nowMs */
const sinceText = (since, nowMs) => {
  if (since === null) return 'now';
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(since)) / 1_000));
  const ago =
    seconds < 2 * MINUTE_S
      ? `${seconds} s`
      : seconds < 2 * HOUR_S
        ? `${Math.round(seconds / MINUTE_S)} min`
        : `${Math.round(seconds / HOUR_S)} h`;
  return `since ${since} (${ago})`;
};

/** @param {Finding[]} same The same thing, told by one or more. @param {number} nowMs */
const entry = (same, nowMs) => {
  const [first] = same;
  if (first === undefined) return [];
  const sinces = same.flatMap(({ since }) => (since === null ? [] : [since])).sort();
  const details = [...new Set(same.flatMap((finding) => finding.details))];
  return [
    `✗ ${first.what}: ${same.map(({ where }) => where).join(', ')}, ${sinceText(sinces[0] ?? null, nowMs)}`,
    ...details.map((detail) => `    ${detail}`),
    `    → docs/runbooks/${first.runbook}.md`,
    '',
  ];
};

/**
 * What a person reads: each thing that is wrong once, whoever told it.
 * @param {import('./finding.mjs').Examination} examination
 * @param {number} nowMs Since the epoch.
 * @returns {string}
 */
export const reportOf = ({ findings, looked }, nowMs) => {
  if (findings.length === 0) return `All is well: ${looked} things were looked at.\n`;
  const kinds = [...Map.groupBy(findings, ({ what, runbook }) => `${what} ${runbook}`).values()];
  return [
    ...kinds.flatMap((same) => entry(same, nowMs)),
    `${kinds.length} of ${looked} things are wrong.`,
    '',
  ].join('\n');
};
