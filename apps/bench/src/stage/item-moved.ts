import { bidding, defineMessage } from '@outcry/contracts';
import { z } from 'zod';

/**
 * What the races of the spine send: small, and on a registered topic, since the registry gives a
 * topic's partitions.
 */
export const itemMoved = defineMessage({
  type: 'bench.item-moved.v1',
  topic: bidding.biddingAuctionV1Topic,
  description: 'Something is somewhere else, for benchmarks.',
  data: z.object({ place: z.string(), text: z.string() }),
});
