import { readPacked } from '../match/read-stream';

/** The text of a recording: plain, .gz or .xz. Fails as `readPacked` does. */
export const readRecording = (path: string): string =>
  Buffer.from(readPacked(path)).toString('utf8');

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
