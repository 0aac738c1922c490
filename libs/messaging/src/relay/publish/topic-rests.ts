import { backoffMs } from '../../backoff';

const BACKOFF = { firstMs: 1_000, capMs: 30_000 };

/**
 * Topics that the broker does not know, for instance because they are created later: their rows
 * rest, everything else goes on.
 *
 * A topic's states: well → resting → tried again → (missing still) resting twice as long, or well.
 */
export type TopicRests = {
  /** The topics whose rows are to be left alone now. */
  readonly resting: () => readonly string[];
  /** Lets a topic rest, longer than the last time; does nothing while it rests already. */
  readonly rest: (topic: string) => void;
  /** Says that records of these topics were stored. */
  readonly stored: (topics: Iterable<string>) => void;
};

/** @param nowMs a clock that never goes back, in milliseconds */
export const topicRests = (nowMs: () => number): TopicRests => {
  const rests = new Map<string, { readonly times: number; readonly untilMs: number }>();
  const isResting = (topic: string): boolean => (rests.get(topic)?.untilMs ?? 0) > nowMs();
  return {
    resting: () => [...rests.keys()].filter(isResting),
    rest: (topic) => {
      if (isResting(topic)) return;
      const times = rests.get(topic)?.times ?? 0;
      rests.set(topic, { times: times + 1, untilMs: nowMs() + backoffMs(times, BACKOFF) });
    },
    stored: (topics) => {
      if (rests.size > 0) for (const topic of topics) rests.delete(topic);
    },
  };
};
