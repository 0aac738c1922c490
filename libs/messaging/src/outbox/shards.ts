import { createHash } from 'node:crypto';

/** Shards of an outbox, as the messaging migration creates it; fixed while a row is pending. */
export const OUTBOX_SHARDS = 8;

/**
 * The shard of a key: the same for every topic, process and release, since a key whose rows moved
 * to another shard would lose its order.
 *
 * @param shards the database's shard count, at least 1
 */
export const shardOf = (key: string, shards: number): number =>
  createHash('sha256').update(key).digest().readUInt32BE(0) % shards;
