import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** What a person can do about a file that cannot be read. */
export class Unreadable extends Error {}

const LARGEST_FILE = 2 ** 31;

const unpackXz = (path: string): Uint8Array => {
  const run = spawnSync('xz', ['-dc', '--', path], { maxBuffer: LARGEST_FILE });
  if (run.error !== undefined && 'code' in run.error && run.error.code === 'ENOENT') {
    throw new Unreadable(
      'Unpacking .xz needs the xz program: install xz-utils, or unpack it first.',
    );
  }
  if (run.error !== undefined) throw run.error;
  if (run.status !== 0) throw new Unreadable(`${path}: ${run.stderr.toString().trim()}`);
  return run.stdout;
};

/** The file's bytes, unpacked if its name ends in .xz or .gz. */
export const readPacked = (path: string): Uint8Array => {
  try {
    if (path.endsWith('.xz')) return unpackXz(path);
    const bytes = readFileSync(path);
    return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Unreadable(`${path} cannot be read: ${reason}`);
  }
};
