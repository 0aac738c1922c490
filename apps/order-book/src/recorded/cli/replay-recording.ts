/**
 * `replay-recording NAME FILE... [--report FILE]`: replays one recorded source, prints its
 * figures.
 */
import { writeFileSync } from 'node:fs';
import { replayBitstamp } from '../bitstamp/replay-bitstamp';
import { readVenueRows } from '../bitstamp/venue-row';
import { readReserveEvents, readReserveSnapshots } from '../independent-reserve/reserve-message';
import { replayReserve } from '../independent-reserve/replay-reserve';
import { readKrakenMessages } from '../kraken/kraken-message';
import { replayKraken } from '../kraken/replay-kraken';
import { readMessages, readRecording } from '../recording';

const messagesOf = (path = '') => readMessages(readRecording(path));

const SOURCES: Readonly<Record<string, (paths: readonly string[]) => object>> = {
  bitstamp: ([log = '']) => replayBitstamp(readVenueRows(readRecording(log))),
  kraken: ([feed]) => replayKraken(readKrakenMessages(messagesOf(feed))),
  'independent-reserve': ([feed, snapshots]) =>
    replayReserve(readReserveEvents(messagesOf(feed)), readReserveSnapshots(messagesOf(snapshots))),
};

const words = process.argv.slice(2);
const at = words.indexOf('--report');
const [, report] = at < 0 ? [] : words.splice(at, 2);
const [name = '', ...paths] = words;
const replay = SOURCES[name];
if (replay === undefined || paths.length === 0) {
  process.stderr.write(`Name a source (${Object.keys(SOURCES).join(', ')}) and its files.\n`);
  process.exitCode = 2;
} else {
  const figures = JSON.stringify(replay(paths));
  process.stdout.write(`${figures}\n`);
  if (report !== undefined) writeFileSync(report, figures);
}
