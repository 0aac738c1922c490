import type { ConsumerHealth } from '../consumer/membership';
import type { Finding, Invariant } from './invariant';

/** A rebalance, or a broker's restart, is over by then. */
const UNSETTLED_MS = 30_000;

type Observed = { readonly name: string; readonly health: () => ConsumerHealth };

const told = (
  named: Pick<Invariant, 'name' | 'runbook' | 'lastingMs'>,
  consumers: readonly Observed[],
  problem: (health: ConsumerHealth) => string | undefined,
): Invariant => ({
  ...named,
  needsNoDatabase: true,
  look: async () =>
    consumers.flatMap(({ name, health }): Finding[] => {
      const detail = problem(health());
      return detail === undefined ? [] : [{ subject: name, detail }];
    }),
});

/** What this process's own consumers tell. */
export const membershipInvariants = (consumers: readonly Observed[]): readonly Invariant[] => [
  told({ name: 'kafka_answers', runbook: 'kafka-down' }, consumers, ({ brokerReachable }) =>
    brokerReachable === false ? 'no broker has answered it for 10 s' : undefined,
  ),
  told(
    { name: 'consumers_advance', runbook: 'consumer-stalled', lastingMs: UNSETTLED_MS },
    consumers,
    ({ state, stalled, lag }) => {
      if (stalled) return `does not advance, ${lag} messages wait`;
      return state === 'starting' ? 'has not joined its group yet' : undefined;
    },
  ),
];
