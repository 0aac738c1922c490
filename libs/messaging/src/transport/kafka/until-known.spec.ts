import type { ITopicMetadata } from 'kafkajs';
import { untilKnown } from './until-known';

const UNKNOWN = { type: 'UNKNOWN_TOPIC_OR_PARTITION' };

/** Knows its topics from the given look on. */
const brokerKnowingFrom = (firstKnown: number) => {
  const asked: string[][] = [];
  return {
    asked,
    fetchTopicMetadata: ({ topics = [] }: { topics?: string[] } = {}) => {
      asked.push(topics);
      return asked.length < firstKnown
        ? Promise.reject(new Error(`unknown at look ${asked.length}`))
        : Promise.resolve({ topics: [] as ITopicMetadata[] });
    },
  };
};

describe('a topic that the broker has just made', () => {
  it('is asked for until the broker knows it, with a pause after each refusal', async () => {
    const broker = brokerKnowingFrom(3);
    const pauses: number[] = [];
    const wait = (ms: number): Promise<void> => {
      pauses.push(ms);
      return Promise.resolve();
    };
    await untilKnown(broker, ['parcels', 'letters'], UNKNOWN, wait);
    expect(broker.asked).toEqual(Array.from({ length: 3 }, () => ['parcels', 'letters']));
    expect(pauses).toEqual([250, 250]);
  });

  it('that stays unknown for half a minute fails with the last answer', async () => {
    const broker = brokerKnowingFrom(Infinity);
    let waitedMs = 0;
    const wait = (ms: number): Promise<void> => {
      waitedMs += ms;
      return Promise.resolve();
    };
    await expect(untilKnown(broker, ['parcels'], UNKNOWN, wait)).rejects.toThrow(
      'unknown at look 120',
    );
    expect(waitedMs).toBe(29_750);
  });

  it('is not waited for when its creation was refused for another reason', async () => {
    const broker = brokerKnowingFrom(1);
    const refusal = Object.assign(new Error('no'), { type: 'INVALID_REPLICATION_FACTOR' });
    await expect(untilKnown(broker, ['parcels'], refusal)).rejects.toBe(refusal);
    expect(broker.asked).toEqual([]);
  });
});
