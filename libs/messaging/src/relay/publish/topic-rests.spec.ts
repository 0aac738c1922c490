import { topicRests } from './topic-rests';

describe('the rests of missing topics', () => {
  let now: number;
  beforeEach(() => {
    now = 5_000;
  });
  const rests = () => topicRests(() => now);
  const restsFor = (of: ReturnType<typeof rests>, topic: string): number => {
    const from = now;
    while (of.resting().includes(topic)) now += 500;
    return now - from;
  };

  it('let one topic rest and no other', () => {
    const topics = rests();
    topics.rest('a');
    expect(topics.resting()).toEqual(['a']);
  });

  it('double from one second to at most thirty', () => {
    const topics = rests();
    const lengths = Array.from({ length: 7 }, () => {
      topics.rest('a');
      return restsFor(topics, 'a');
    });
    expect(lengths[0]).toBeLessThanOrEqual(1_000);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(30_000);
    expect(lengths[6]).toBeGreaterThan(10_000);
  });

  it('are not prolonged by the other shards that meet the same missing topic', () => {
    const topics = rests();
    for (let shard = 0; shard < 8; shard += 1) topics.rest('a');
    expect(restsFor(topics, 'a')).toBeLessThanOrEqual(1_000);
  });

  it('begin at the shortest again once the topic has taken records', () => {
    const topics = rests();
    for (let time = 0; time < 5; time += 1) {
      topics.rest('a');
      restsFor(topics, 'a');
    }
    topics.stored(['a']);
    topics.rest('a');
    expect(restsFor(topics, 'a')).toBeLessThanOrEqual(1_000);
  });

  it('end at once when records of the topic were stored', () => {
    const topics = rests();
    topics.rest('a');
    topics.stored(['b']);
    expect(topics.resting()).toEqual(['a']);
    topics.stored(['a']);
    expect(topics.resting()).toEqual([]);
  });
});
