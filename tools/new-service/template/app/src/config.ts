import {
  commonEnvironment,
  databaseEnvironment,
  kafkaEnvironment,
  redisEnvironment,
} from '@outcry/service';
import type { z } from 'zod';

/** What is named here is opened at the start; a setting of its own is one more `.extend`. */
export const __camelName__Environment = commonEnvironment
  .extend(databaseEnvironment.shape)
  .extend(kafkaEnvironment.shape)
  .extend(redisEnvironment.shape);

export type __PascalName__Config = z.output<typeof __camelName__Environment>;
