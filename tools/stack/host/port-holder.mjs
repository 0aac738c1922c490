import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

const LISTEN = '0A';

/**
 * @param {number} port
 * @returns {{ pid: number, command: string } | undefined} Who listens on a TCP port, where the
 *   system tells (Linux, and a process that we may look at).
 */
export const holderOfPort = (port) => {
  const inodes = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((f) => listeners(f, port)));
  if (inodes.size === 0) return undefined;
  const pids = entries('/proc').filter((name) => /^\d+$/.test(name));
  const pid = pids.find((candidate) => holdsOneOf(candidate, inodes));
  if (pid === undefined) return undefined;
  return { pid: Number(pid), command: readFileSync(`/proc/${pid}/comm`, 'utf8').trim() };
};

/** @param {string} file @param {number} port @returns {string[]} Socket inodes. */
const listeners = (file, port) => {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return text(file)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(local) && fields[3] === LISTEN)
    .map((fields) => `socket:[${fields[9]}]`);
};

/** @param {string} pid @param {Set<string>} inodes */
const holdsOneOf = (pid, inodes) =>
  entries(`/proc/${pid}/fd`).some((fd) => inodes.has(link(`/proc/${pid}/fd/${fd}`)));

/** @param {string} path */
const text = (path) => quietly(() => readFileSync(path, 'utf8'), '');
/** @param {string} path */
const entries = (path) => quietly(() => readdirSync(path), /** @type {string[]} */ ([]));
/** @param {string} path */
const link = (path) => quietly(() => readlinkSync(path), '');

/** @template T @param {() => T} read @param {T} otherwise @returns {T} */
const quietly = (read, otherwise) => {
  try {
    return read();
  } catch {
    return otherwise; // Not this system, not ours to see, or just ended.
  }
};
