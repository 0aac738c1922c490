import type { EnvelopeHeaders } from '@outcry/contracts';

/**
 * A record as a producer gives it: headers and value are UTF-8 text; a null value is a tombstone.
 */
export type OutgoingRecord = {
  readonly key: string;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** The same headers as compact JSON, where they were stored so: it need not be parsed. */
  readonly headersJson?: string;
};

export type TopicRecords = { readonly topic: string; readonly records: readonly OutgoingRecord[] };

/**
 * Errors are OperationalError: `retryable` false means that this very batch can never be stored.
 */
export type Producer = {
  /**
   * Stores all records (acks=all), or throws. After a throw the outcome of each record is unknown:
   * send the identical batch again, and once that too has failed, close this producer and make
   * another.
   * One call at a time.
   */
  readonly send: (batches: readonly TopicRecords[]) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** The headers of a message's envelope and of its trace. */
export type EnvelopePart = { readonly [Name in keyof EnvelopeHeaders]?: string | undefined };

export type IncomingRecord = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly value: Buffer | null;
  /** The value as text, where it can be read without the buffer. */
  readonly text?: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Those of the envelope and the trace, where they can be read without the others. */
  readonly envelope?: EnvelopePart;
  /** The broker's or producer's record time, ms since the epoch. */
  readonly timestampMs: number;
};

/** Records of one partition, in offset order; the same partition is never given twice at once. */
export type PartitionBatch = {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly IncomingRecord[];
  /** The offset after the partition's last record, as the broker last told. */
  readonly highWatermark: bigint;
  /** Every record up to and including `offset` has had its effect: it may be committed. */
  readonly done: (offset: bigint) => void;
  /** Keeps the membership alive during long work; rejects once the partition has been lost. */
  readonly heartbeat: () => Promise<void>;
  /** True once the partition has been lost or the subscription stops: finish nothing new. */
  readonly isStale: () => boolean;
};

export type SubscribeOptions = {
  readonly group: string;
  readonly topics: readonly string[];
  /** Where a group without a committed offset starts. */
  readonly from: 'earliest' | 'latest';
  /** Must not throw: what it does not mark done comes again. */
  readonly onBatch: (batch: PartitionBatch) => Promise<void>;
  readonly maxBytesPerFetch?: number;
  readonly maxWaitMs?: number;
  readonly sessionTimeoutMs?: number;
};

export type Subscription = {
  /**
   * Ends in order: no new batch, the running ones finish, offsets are committed, the group is
   * left.
   */
  readonly stop: () => Promise<void>;
  /** What liveness asks: is there a broker, work waiting, and has anything moved lately. */
  readonly progress: () => {
    readonly brokerReachable: boolean;
    readonly lag: bigint;
    readonly lastAdvanceMs: number;
    readonly assigned: number;
  };
};

/** A message broker, as much of it as Outcry needs; one conformance suite certifies every one. */
export type Transport = {
  readonly producer: (options: { readonly clientId: string }) => Promise<Producer>;
  readonly subscribe: (options: SubscribeOptions) => Promise<Subscription>;
  readonly close: () => Promise<void>;
};
