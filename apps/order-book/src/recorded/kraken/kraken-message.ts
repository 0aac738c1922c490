import type { Level } from '../../domain/market-data/frame/level-frame';
import type { RecordedMessage } from '../recording';

/** One message of Kraken's level-2 channel; levels in units of the pair's last decimal. */
export type KrakenMessage = {
  readonly line: number;
  readonly pair: string;
  readonly snapshot: boolean;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  /** The venue's own checksum after this message; a snapshot has none. */
  readonly checksum: number | undefined;
};

type Entry = readonly [price: string, volume: string, ...rest: unknown[]];
type Part = Readonly<Partial<Record<'as' | 'bs' | 'a' | 'b', readonly Entry[]>>> & {
  readonly c?: string;
};

/**
 * All prices of a pair have the same number of decimals, so its digits are its ticks. Some volumes
 * are beyond 2^53 units, but round enough for a double to hold them exactly.
 */
const units = (decimal: string): number => {
  const text = decimal.replace('.', '').replace(/^0+(?=\d)/, '');
  const digits = Number(text);
  if (digits.toFixed(0) !== text) throw new Error(`no double is exactly ${decimal}`);
  return digits;
};
const levels = (entries: readonly Entry[] | undefined): Level[] =>
  (entries ?? []).map(([price, volume]) => [units(price), units(volume)]);

/**
 * A message is an array: channel id, one or two parts, channel name, pair. Others are not of a
 * book.
 */
export const readKrakenMessages = (messages: readonly RecordedMessage[]): KrakenMessage[] =>
  messages.flatMap(({ line, value }) => {
    if (!Array.isArray(value)) return [];
    const parts = value.slice(1, -2) as Part[];
    const checksum = parts.find(({ c }) => c !== undefined)?.c;
    return [
      {
        line,
        pair: String(value.at(-1)),
        snapshot: parts.some(({ as }) => as !== undefined),
        bids: parts.flatMap(({ bs, b }) => levels(bs ?? b)),
        asks: parts.flatMap(({ as, a }) => levels(as ?? a)),
        checksum: checksum === undefined ? undefined : Number(checksum),
      },
    ];
  });
