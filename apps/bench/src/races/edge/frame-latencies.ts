import type { Committed } from '../../load/edge/auctions.part';
import type { Received } from '../../load/edge/receivers.part';

/**
 * The time of each bid to each reader whom a frame brought it, in ms; a frame that was made of
 * several bids brought all of them.
 *
 * @param audience the auctions, as `received` numbers them
 */
export const latenciesOf = (
  committed: readonly Committed[],
  { auctions, fromSeqs, seqs, atMs }: Pick<Received, 'auctions' | 'fromSeqs' | 'seqs' | 'atMs'>,
  audience: readonly string[],
): readonly number[] => {
  const numbers = new Map(audience.map((auctionId, at) => [auctionId, at]));
  const commits: number[][] = audience.map(() => []);
  for (const { auctionId, sequence, atMs } of committed) {
    const commitsOf = commits[numbers.get(auctionId) ?? -1];
    if (commitsOf !== undefined) commitsOf[sequence] = atMs;
  }
  const latencies: number[] = [];
  for (let at = 0; at < seqs.length; at += 1) {
    const commitsOf = commits[auctions[at] ?? -1] ?? [];
    for (let sequence = fromSeqs[at] ?? 0; sequence <= (seqs[at] ?? -1); sequence += 1) {
      const committedMs = commitsOf[sequence];
      // Of a run before, brought late to a reader that had stalled.
      if (committedMs === undefined) continue;
      // A frame may arrive before its bidder has heard of the commit.
      latencies.push(Math.max(0, (atMs[at] ?? Number.NaN) - committedMs));
    }
  }
  return latencies;
};
