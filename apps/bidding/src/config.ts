import {
  commonEnvironment,
  databaseEnvironment,
  kafkaEnvironment,
  redisEnvironment,
} from '@outcry/service';
import { z } from 'zod';

export const biddingEnvironment = commonEnvironment
  .extend(databaseEnvironment.shape)
  .extend(kafkaEnvironment.shape)
  .extend(redisEnvironment.shape)
  .extend({
    /** Bids on one auction that may share a transaction; 1 switches sharing off. */
    OUTCRY_BIDS_PER_TRANSACTION: z.coerce.number().int().min(1).max(1_000).default(200),
  });

export type BiddingConfig = z.output<typeof biddingEnvironment>;
