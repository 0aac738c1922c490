import type { Database } from '../sql';
import type { MessagingLog, MessagingMetrics } from '../telemetry';
import type { Transport } from '../transport/transport';
import type { DrainLimits } from './publish/shard-drain';
import type { AroundSend } from './publish/send/sender';
import type { WakeUps } from './wake/wake-ups';

export type RelayOptions = {
  readonly database: Database;
  readonly transport: Transport;
  /** The shard count of the outbox; another one than the database's is refused at start. */
  readonly shards: number;
  /** Unique to the process and its run, for instance `bidding-<uuid>`. */
  readonly owner: string;
  /** How long a crashed relay's shards wait for another; renewed four times as often. */
  readonly leaseTtlMs?: number;
  readonly wakeUps?: WakeUps;
  readonly log?: MessagingLog;
  readonly metrics?: MessagingMetrics;
  readonly aroundSend?: AroundSend;
  readonly limits?: Partial<DrainLimits>;
  /** Producers, each with one batch in flight; the shards are dealt over them. */
  readonly producers?: number;
  /** The shortest and the longest wait between two looks at an idle outbox. */
  readonly pollMs?: { readonly min: number; readonly max: number };
  /** Statements at once for reading and deleting rows, beside those for leases. */
  readonly maxQueries?: number;
  readonly gaugesEveryMs?: number;
};

export type Relay = {
  /** Takes part in relaying until stopped. Rejects when the outbox has another shard count. */
  readonly start: () => Promise<void>;
  /** Finishes the batches in flight, deletes what was acknowledged, releases the leases. */
  readonly stop: () => Promise<void>;
  /** Says that rows were committed. */
  readonly wake: () => void;
};

export const RELAY_DEFAULTS = {
  leaseTtlMs: 4_000,
  producers: 3,
  maxQueries: 3,
  pollMs: { min: 10, max: 1_000 },
  gaugesEveryMs: 10_000,
  limits: { readRows: 1_000, maxBatchBytes: 4 * 1024 * 1024, maxPartitionBytes: 900 * 1024 },
};
