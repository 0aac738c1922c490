import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ExplainedError } from '../../bootstrap/explained-error.mjs';
import { ROOT } from '../../bootstrap/checkout.mjs';
import { lastLine, runCommand } from './command.mjs';

/**
 * Copies the artifacts that a pom names into a folder, once; clones share them through Maven's
 * local repository.
 * @param {string} pom Its folder below tools/stack/servers/pom.
 * @param {string} into
 * @param {string} instead What to do on a machine without Maven.
 * @param {Record<string, string>} [properties] Of the pom, in place of its own.
 */
export const fetchArtifacts = async (pom, into, instead, properties = {}) => {
  if (existsSync(into)) return;
  const partial = `${into}.${process.pid}`;
  mkdirSync(dirname(into), { recursive: true });
  const { code, output, missing } = await runCommand('mvn', [
    '-B',
    '-q',
    '-f',
    join(ROOT, 'tools/stack/servers/pom', pom, 'pom.xml'),
    'dependency:copy-dependencies',
    `-DoutputDirectory=${partial}`,
    ...Object.entries(properties).map(([name, value]) => `-D${name}=${value}`),
  ]);
  if (missing) {
    throw new ExplainedError(
      `Maven fetches the local servers, and \`mvn\` does not run: install it (Debian: apt install ` +
        `maven; macOS: brew install maven), or ${instead}.`,
    );
  }
  if (code !== 0) {
    rmSync(partial, { recursive: true, force: true });
    throw new ExplainedError(
      `Maven could not fetch the artifacts of tools/stack/servers/pom/${pom}: check its access to a Maven ` +
        `repository, or ${instead} (${lastLine(firstError(output))}).`,
    );
  }
  if (!existsSync(into)) renameSync(partial, into);
};

/** @param {string} output */
const firstError = (output) =>
  output.split('\n').find((line) => line.includes('[ERROR]')) ?? output;
