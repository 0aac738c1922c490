import { get } from 'node:http';

/** A service looks at all of its invariants before it answers. */
const PATIENCE_MS = 30_000;

/**
 * @typedef {import('./finding.mjs').Examination} Examination
 * @typedef {{
 *   invariant: string, ok: boolean, since: string | null, detail: string[], runbook: string,
 * }} Audited
 */

/**
 * Not by `fetch`, which refuses some ports that belonged to other protocols, such as 10080.
 * @param {string} url
 * @returns {Promise<{ status: number, text: string }>}
 */
const ask = (url) =>
  new Promise((resolve, reject) => {
    const request = get(url, { timeout: PATIENCE_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += chunk));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.once('error', reject);
    });
    request.once('timeout', () => request.destroy(new Error(`silent for ${PATIENCE_MS} ms`)));
    request.once('error', reject);
  });

/** @param {string} where @param {string} what @param {string} detail @returns {Examination} */
const away = (where, what, detail) => ({
  findings: [{ where, what, since: null, details: [detail], runbook: 'service-down' }],
  looked: 1,
});

/**
 * @param {string} where The service's name.
 * @param {string} text Of /health/audit.
 * @returns {Examination}
 */
const examinationOf = (where, text) => {
  /** @type {{ invariants: Audited[] }} */
  const { invariants } = JSON.parse(text);
  const findings = invariants
    .filter(({ ok }) => !ok)
    .map(({ invariant, since, detail, runbook }) => ({
      ...{ where, what: invariant, since, runbook },
      details: detail,
    }));
  return { findings, looked: invariants.length };
};

/**
 * Has a service look at its invariants now.
 * @param {string} name
 * @param {string} url Of the service, without a path.
 * @returns {Promise<Examination>}
 */
export const askService = async (name, url) => {
  try {
    const { status, text } = await ask(`${url}/health/audit?fresh`);
    if (status === 200) return examinationOf(name, text);
    return away(name, 'service_answers', `${url} answers ${status} when asked for its audit`);
  } catch (error) {
    const reason = error instanceof Error ? error.message || 'no connection' : String(error);
    return away(name, 'service_answers', `${url} does not answer: ${reason}`);
  }
};
