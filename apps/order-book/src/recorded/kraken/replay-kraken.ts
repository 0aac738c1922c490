import { LevelBook } from '../../domain/market-data/client/level-book';
import type { KrakenMessage } from './kraken-message';

/**
 * The depth that the recording was subscribed with: the venue does not tell when deeper levels go.
 */
const SUBSCRIBED_DEPTH = 1_000;

export type KrakenFigures = {
  readonly snapshots: number;
  readonly checksums: number;
  readonly met: number;
};

/**
 * Rebuilds each pair's book from snapshot and deltas; compares our checksum with the venue's own.
 */
export const replayKraken = (messages: readonly KrakenMessage[]): KrakenFigures => {
  const books = new Map<string, LevelBook>();
  let [snapshots, checksums, met] = [0, 0, 0];
  for (const message of messages) {
    if (message.snapshot) {
      snapshots += 1;
      books.set(message.pair, new LevelBook(SUBSCRIBED_DEPTH));
    }
    const book = books.get(message.pair);
    book?.set(message);
    if (message.checksum === undefined) continue;
    checksums += 1;
    if (book?.checksum === message.checksum) met += 1;
  }
  return { snapshots, checksums, met };
};
