import {
  commonEnvironment,
  databaseEnvironment,
  kafkaEnvironment,
  redisEnvironment,
} from '@outcry/service';
import type { z } from 'zod';

/** Bidding has no setting of its own. */
export const biddingEnvironment = commonEnvironment
  .extend(databaseEnvironment.shape)
  .extend(kafkaEnvironment.shape)
  .extend(redisEnvironment.shape);

export type BiddingConfig = z.output<typeof biddingEnvironment>;
