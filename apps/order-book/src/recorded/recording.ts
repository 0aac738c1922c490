import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const UNPACKED_MAX_BYTES = 1 << 29;

/**
 * The text of a recording: plain, .gz, or .xz by the `xz` program.
 *
 * @throws Error that says what to install when a .xz file is given and there is no `xz`
 */
export const readRecording = (path: string): string => {
  if (path.endsWith('.gz')) return gunzipSync(readFileSync(path)).toString('utf8');
  if (!path.endsWith('.xz')) return readFileSync(path, 'utf8');
  try {
    return execFileSync('xz', ['-dc', path], {
      encoding: 'utf8',
      maxBuffer: UNPACKED_MAX_BYTES,
    });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new Error(`${path} needs the program xz: install xz-utils, or unpack it first`, {
      cause,
    });
  }
};

export type RecordedMessage = {
  /** The line in the file, from 1. */
  readonly line: number;
  readonly value: unknown;
};

/**
 * The JSON at the end of each line; lines without any (connections, subscriptions sent) are left
 * out.
 */
export const readMessages = (text: string): RecordedMessage[] =>
  text.split('\n').flatMap((line, index) => {
    const start = line.search(/: [[{]/);
    return start < 0 || line.startsWith('wss:')
      ? []
      : [{ line: index + 1, value: JSON.parse(line.slice(start + 2)) as unknown }];
  });
