/** Rare states that a campaign must reach, else it tested less than it says. */
export const SOMETIMES = {
  'relay.lease-stolen-mid-batch': 'a relay lost its lease with a batch on its way to the broker',
  'relay.repeated-record': 'the relay stored an event twice: ambiguous produce, or a late owner',
  'consumer.partition-lost': 'a member lost partitions to another',
  'consumer.duplicate-suppressed': 'an event came again and had no second effect',
  'service.zombie': 'a process was paused past its leases and session, and went on',
  'request.outcome-unknown': 'a client got no answer and asked again with its key',
  'request.answered-from-store': 'a repeat got the stored first answer',
  'bid.refused-at-boundary': 'a bid came just after the end and was refused',
  'bid.tied': 'a bid equal to the leader’s lost to the earlier one',
  'auction.extended': 'a late bid moved the end',
  'auction.bought': 'a lot was bought at its buy-now price',
  'auction.cancelled': 'an auction was cancelled',
  'bids.withdrawn': 'bids were retracted or struck out',
  'paddle.limit-changed': 'a limit was raised or lowered',
  'command.sent-again': 'an unanswered command was sent again under its id',
  'settlement.dispute-resolved': 'an operator decided a dispute',
  'settlement.defaulted': 'a buyer defaulted',
  'auction.awarded-again': 'the lot of a buyer who defaulted went to the next, or back',
  'settlement.delivery-presumed': 'a delivery deadline passed and the seller was paid',
} as const;

export type SometimesName = keyof typeof SOMETIMES;

export type Sometimes = {
  readonly saw: (name: SometimesName, times?: number) => void;
  readonly counts: () => ReadonlyMap<SometimesName, number>;
};

export const createSometimes = (): Sometimes => {
  const counts = new Map<SometimesName, number>(
    Object.keys(SOMETIMES).map((name) => [name as SometimesName, 0]),
  );
  return {
    saw: (name, times = 1) => counts.set(name, (counts.get(name) ?? 0) + times),
    counts: () => counts,
  };
};
