import type { EachBatchPayload } from 'kafkajs';
import { withinMs } from '../within';

/** A member that leaves a broker that is silent does not wait longer for its word. */
const COMMIT_WITHIN_MS = 3_000;

/** What kafkajs gives with every batch; it is the same group's whichever batch it came with. */
export type CommitPort = Pick<
  EachBatchPayload,
  'uncommittedOffsets' | 'commitOffsetsIfNecessary' | 'isRunning'
>;

export type OffsetCommits = {
  /** To be awaited when a batch has ended: commits soon, or at once when the member is leaving. */
  readonly ended: (port: CommitPort) => Promise<void>;
  /** Commits now what is done and not committed; never rejects. */
  readonly flush: () => Promise<void>;
  /** Commits at once from now on: the member is about to leave. */
  readonly leave: () => Promise<void>;
};

/**
 * Commits the offsets of one membership some time after they moved, not after every batch: a commit
 * is a request that the broker stores, and the client would fetch nothing before it is answered.
 * Whatever was done and not committed when a member dies comes again, and is known by then.
 */
export const offsetCommits = (everyMs: number): OffsetCommits => {
  let port: CommitPort | undefined;
  let timer: NodeJS.Timeout | undefined;
  let leaving = false;

  const commit = async (): Promise<void> => {
    const offsets = port?.uncommittedOffsets();
    if (offsets === undefined || offsets.topics.length === 0) return;
    await port?.commitOffsetsIfNecessary(offsets);
  };
  // A failure is no one's concern: the next commit covers these offsets, or their records come
  // again to whoever has them then.
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    await withinMs(COMMIT_WITHIN_MS, commit());
  };

  return {
    ended: async (ofBatch) => {
      port = ofBatch;
      if (leaving || !ofBatch.isRunning()) await flush();
      else timer ??= setTimeout(() => void flush(), everyMs);
    },
    flush,
    leave: async () => {
      leaving = true;
      await flush();
    },
  };
};
