import {
  commonEnvironment,
  databaseEnvironment,
  kafkaEnvironment,
  redisEnvironment,
} from '@outcry/service';
import { z } from 'zod';

const count = (fallback: number) => z.coerce.number().int().positive().default(fallback);

export const notificationConfig = z.object({
  ...commonEnvironment.shape,
  ...databaseEnvironment.shape,
  ...kafkaEnvironment.shape,
  ...redisEnvironment.shape,
  OUTCRY_INBOX_HEARTBEAT_MS: count(15_000),
  /** How often an open inbox stream looks without any hint. */
  OUTCRY_INBOX_POLL_MS: count(5_000),
  /** How often auctions near their end are looked for. */
  OUTCRY_ENDING_SOON_SWEEP_MS: count(10_000),
  /** Longer than any topic that is read keeps its events. */
  OUTCRY_NOTIFICATION_RETENTION_DAYS: z.coerce.number().int().min(30).default(90),
});
export type NotificationConfig = z.output<typeof notificationConfig>;
