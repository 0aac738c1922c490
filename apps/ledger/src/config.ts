import {
  commonEnvironment,
  databaseEnvironment,
  kafkaEnvironment,
  redisEnvironment,
} from '@outcry/service';
import type { z } from 'zod';

/** The ledger has no setting of its own. */
export const ledgerEnvironment = commonEnvironment
  .extend(databaseEnvironment.shape)
  .extend(kafkaEnvironment.shape)
  .extend(redisEnvironment.shape);

export type LedgerConfig = z.output<typeof ledgerEnvironment>;
