import { statfsSync } from 'node:fs';
import { ExplainedError } from '../../bootstrap/explained-error.mjs';

const NEEDED_BYTES = 1024 ** 3;

/**
 * @param {string} directory
 * @param {number} [freeBytes] For tests; else what its file system says.
 */
export const requireDiskSpace = (directory, freeBytes = freeBytesOf(directory)) => {
  if (freeBytes >= NEEDED_BYTES) return;
  throw new ExplainedError(
    `The disk that holds ${directory} has ${Math.floor(freeBytes / 1024 ** 2)} MB free, and ` +
      'Outcry needs 1 GB: free some space, then start again.',
  );
};

/** @param {string} directory */
const freeBytesOf = (directory) => {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
};
