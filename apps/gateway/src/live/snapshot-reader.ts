import { OperationalError } from '@outcry/kernel';
import type { Snapshot } from '../domain/pending';
import type { Upstream } from '../proxy/upstream';
import type { RoomKey } from './room-feed';
import { createTurns } from './turns';

/** Reads an auction's public view; null when there is no such public auction. */
export type SnapshotReader = (key: RoomKey) => Promise<Snapshot | null>;

const parse = (text: string): Snapshot | null => {
  try {
    const body = JSON.parse(text) as Record<string, unknown>;
    const { sequence } = body;
    return typeof sequence === 'number' ? { sequence, body } : null;
  } catch {
    return null;
  }
};

const unavailable = (why: string, cause?: unknown): OperationalError =>
  new OperationalError('snapshot_unavailable', `the auction could not be read: ${why}`, {
    retryable: true,
    cause,
  });

/** Rooms that read at once: after an outage of Redis all of them want to. */
const MAX_READS = 64;

/**
 * Reads as nobody in particular, so that a room shared by many shows only what is public.
 *
 * @throws OperationalError `snapshot_unavailable`, retryable
 */
export const createSnapshotReader = (bidding: Upstream): SnapshotReader => {
  const turns = createTurns(MAX_READS);
  return (key) => turns.take(() => readSnapshot(bidding, key));
};

const readSnapshot = async (
  bidding: Upstream,
  { tenantId, auctionId }: RoomKey,
): Promise<Snapshot | null> => {
  const request = {
    method: 'GET',
    target: `/v1/auctions/${encodeURIComponent(auctionId)}`,
    headers: { 'x-tenant-id': tenantId, accept: 'application/json' },
    body: null,
    signal: new AbortController().signal,
    repeatable: true,
  };
  const answer = await bidding.call(request).catch((error: unknown) => {
    throw unavailable('no answer', error);
  });
  answer.rest?.destroy();
  if (answer.status === 404) return null;
  const snapshot = answer.status === 200 ? parse(answer.head.toString('utf8')) : null;
  if (snapshot === null) throw unavailable(`status ${answer.status}`);
  return snapshot;
};
