import { copyFileSync, existsSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

const LARGEST_BYTES = 64 * 1024 ** 2;
const CHECK_EVERY_MS = 30_000;

/**
 * Keeps one previous piece of each log. The processes append, so that a log can be cut while they
 * write to it; a line written between copy and cut is lost.
 * @param {string} directory
 */
export const keepLogsSmall = (directory) => {
  const logs = join(directory, 'logs');
  const check = () => {
    if (!existsSync(logs)) return;
    for (const name of readdirSync(logs)) {
      const file = join(logs, name);
      if (!name.endsWith('.log') || statSync(file).size <= LARGEST_BYTES) continue;
      copyFileSync(file, `${file}.1`);
      truncateSync(file);
    }
  };
  check();
  const timer = setInterval(check, CHECK_EVERY_MS);
  return { stop: () => clearInterval(timer) };
};
