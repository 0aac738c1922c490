import type { ConsumerHealth } from '../consumer/membership';
import type { Database } from '../sql';
import { membershipInvariants } from './membership-invariants';

/** What a process knows of its own consumers needs none. */
const noDatabase = {} as Database;

describe('the invariants of memberships', () => {
  const well: ConsumerHealth = {
    ...{ state: 'running', stalled: false, paused: false, lag: 0, brokerReachable: true },
  };
  type Told = Readonly<Record<string, string>>;
  it.each<[what: string, health: Partial<ConsumerHealth>, told: Told]>([
    ['nothing of a healthy one', {}, {}],
    [
      'a broker that is silent',
      { brokerReachable: false },
      { kafka_answers: 'no broker has answered it for 10 s' },
    ],
    ['nothing to join yet', { brokerReachable: null }, {}],
    [
      'one that does not advance',
      { stalled: true, lag: 7 },
      { consumers_advance: 'does not advance, 7 messages wait' },
    ],
    [
      'one that cannot join',
      { state: 'starting' },
      { consumers_advance: 'has not joined its group yet' },
    ],
  ])('tell %s', async (_what, health, expected) => {
    const consumers = [
      { name: 'sick', health: () => ({ ...well, ...health }) },
      { name: 'well', health: () => well },
    ];
    const told: Record<string, string> = {};
    for (const { name, look, needsNoDatabase } of membershipInvariants(consumers)) {
      expect(needsNoDatabase).toBe(true);
      for (const { subject, detail } of await look(noDatabase)) {
        expect(subject).toBe('sick');
        told[name] = detail;
      }
    }
    expect(told).toEqual(expected);
  });

  it('let a rebalance pass before they tell of it', () => {
    const lasting = membershipInvariants([]).map(({ name, lastingMs }) => [name, lastingMs]);
    expect(lasting).toEqual([
      ['kafka_answers', undefined],
      ['consumers_advance', 30_000],
    ]);
  });
});
