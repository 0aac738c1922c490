/** A consumer group of Outcry's own: each has a dead-letter topic `<group>.dlq`. */
export type ConsumerGroup = { readonly group: string; readonly service: string };

/** Every group that applies effects; projections (live rooms) have no dead letters. */
export const consumerGroups: readonly ConsumerGroup[] = [
  { group: 'bidding.ledger-answers', service: 'bidding' },
  { group: 'ledger', service: 'ledger' },
  { group: 'notification', service: 'notification' },
];
