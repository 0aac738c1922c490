import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A small file system of a server's own, which can be filled and emptied. */
export type SmallDisk = {
  readonly path: string;
  readonly fill: () => void;
  readonly free: () => void;
  readonly remove: () => void;
};

const CHUNK_BYTES = 1024 * 1024;

const mountsBelow = (folder: string): string[] =>
  readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(folder));

/** Unmounts what a killed run has left below a folder. */
export const unmountBelow = (folder: string): void => {
  for (const path of mountsBelow(folder)) execFileSync('umount', ['-l', path], { stdio: 'ignore' });
};

/** @returns undefined where this user may not mount: then no disk can be filled. */
export const mountSmallDisk = (path: string, megabytes: number): SmallDisk | undefined => {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'outcry-nemesis', path], {
      stdio: 'ignore',
    });
  } catch {
    return undefined;
  }
  const folder = join(path, 'ballast');
  return {
    path,
    fill: () => {
      mkdirSync(folder, { recursive: true });
      const { bavail, bsize } = statfsSync(path);
      const chunk = Buffer.alloc(CHUNK_BYTES);
      try {
        for (let left = bavail * bsize, at = 0; left > 0; left -= CHUNK_BYTES, at += 1)
          writeFileSync(join(folder, String(at)), chunk);
      } catch {
        // Full, which is what is wanted.
      }
    },
    free: () => rmSync(folder, { recursive: true, force: true }),
    remove: () => unmountBelow(path),
  };
};
