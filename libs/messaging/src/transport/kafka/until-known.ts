import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';

const LOOKS = 120;
const LOOK_EVERY_MS = 250;

type Wait = (ms: number) => Promise<unknown>;

/**
 * A broker may answer that it does not know a topic which it has just made; kafkajs, which waits
 * only for leaders, then gives up.
 *
 * @param refusal what the creation failed with; another one is thrown as it is
 * @throws the broker's last answer after half a minute
 */
export const untilKnown = async (
  admin: Pick<Admin, 'fetchTopicMetadata'>,
  topics: readonly string[],
  refusal: unknown,
  wait: Wait = sleep,
): Promise<void> => {
  if ((refusal as { type?: string }).type !== 'UNKNOWN_TOPIC_OR_PARTITION') throw refusal;
  for (let looks = 1; ; looks += 1) {
    try {
      await admin.fetchTopicMetadata({ topics: [...topics] });
      return;
    } catch (error) {
      if (looks === LOOKS) throw error;
      await wait(LOOK_EVERY_MS);
    }
  }
};
