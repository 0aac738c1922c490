import { join } from 'node:path';
import { type MessageStream, parseStream, readPacked } from '@outcry/order-book';
import { checkoutRoot } from '../../stage/checkout';
import type { RaceContext, Scale } from '../race';

export const STREAMS = ['normal', 'flash-crash'] as const;
export type StreamName = (typeof STREAMS)[number];

const shipped = (): string => join(checkoutRoot(), 'apps/order-book/data');

/** Messages of a stream that a race uses. */
export const MESSAGES: Readonly<Record<Scale, number>> = {
  full: Infinity,
  quick: 100_000,
  smoke: 2_000,
};

/** The whole stream from the data folder if there is one, else its first 100,000 messages. */
export const loadStream = (name: StreamName, { data, scale }: RaceContext): MessageStream => {
  const path =
    data === null
      ? join(shipped(), `${name}-100000.csv.gz`)
      : join(data, 'meb', `${name}_seed23.csv.xz`);
  const stream = parseStream(readPacked(path));
  return { ...stream, count: Math.min(stream.count, MESSAGES[scale]) };
};
