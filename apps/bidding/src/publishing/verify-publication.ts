import { isDeepStrictEqual } from 'node:util';
import type { AuctionEvent } from '../domain/auction/auction.events';
import { projectJournal } from './auction-messages';

/** A message as it was found on the topic. */
export type FoundMessage = {
  readonly type: string;
  readonly sequence: bigint;
  readonly data: unknown;
};

/**
 * Compares what was published of an auction with the projection of its journal: every public event
 * once or more, with the same content each time, and nothing else. Empty when all is well.
 *
 * @param found in any order, repeats included
 * @param last the last sequence that must have been published
 */
export const publicationFaults = (
  journal: readonly AuctionEvent[],
  found: readonly FoundMessage[],
  last: bigint,
): readonly string[] => {
  const wanted = new Map(
    projectJournal('', journal).map(({ sequence, definition, data }) => [
      sequence,
      { type: definition.type, data },
    ]),
  );
  const seen = new Set(found.map(({ sequence }) => sequence));
  const missing = [...wanted.keys()].filter(
    (sequence) => sequence !== undefined && sequence <= last && !seen.has(sequence),
  );
  return [
    ...missing.map((sequence) => `event ${String(sequence)} was not published`),
    ...found.flatMap(({ sequence, type, data }) => {
      const event = wanted.get(sequence);
      if (!event) return [`event ${String(sequence)} is not in the journal`];
      return event.type === type && isDeepStrictEqual(event.data, data)
        ? []
        : [`event ${String(sequence)} was published with another content`];
    }),
  ];
};
