import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExplainedError } from '../bootstrap/explained-error.mjs';

/**
 * Runs a TypeScript program of the workspace that writes JSON to the file named by `--report`.
 * @param {string} entry
 * @param {readonly string[]} words
 * @returns {any} the JSON
 */
export const typescriptReport = (entry, words) => {
  const folder = mkdtempSync(join(tmpdir(), 'outcry-conformance-'));
  try {
    const report = join(folder, 'report.json');
    const args = ['tools/run-ts.mjs', entry, ...words, '--report', report];
    const { status } = spawnSync(process.execPath, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (!existsSync(report)) throw new ExplainedError(`${entry} ended with ${status}, no report.`);
    return JSON.parse(readFileSync(report, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
};
