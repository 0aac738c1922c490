import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStream } from '../match/message.stream';
import { readPacked } from '../match/read-stream';
import { runStream } from '../match/run-stream';

const data = join(__dirname, '../../data');
const hashes = JSON.parse(readFileSync(join(data, 'match-hashes.json'), 'utf8')) as Record<
  string,
  Record<string, string>
>;

describe.each(['normal', 'flash-crash'])('the shipped beginning of the stream %s', (name) => {
  const stream = parseStream(readPacked(join(data, `${name}-100000.csv.gz`)));

  it.each([1_000, 10_000, 100_000])('gives the known hash after %s messages', (messages) => {
    expect(runStream(stream, messages)).toMatchObject({
      messages,
      sha256: hashes[name]?.[messages],
    });
  });
});
