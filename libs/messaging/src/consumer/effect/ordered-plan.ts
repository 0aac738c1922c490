import type { Delivery } from '../delivery/delivery';
import { isFresh, type Fresh } from '../inbox/claim';
import type { ReceivedMessage } from '../received-message';
import { decideBySequence } from './sequence-decision';

/** The deliveries' fate, decided one by one over a working copy of positions and parked keys. */
export type OrderedPlan = {
  readonly apply: readonly ReceivedMessage[];
  readonly hold: readonly { delivery: Delivery; cause: 'gap' | 'queued'; claimed: boolean }[];
  readonly next: ReadonlyMap<string, bigint>;
  readonly duplicates: number;
};

type Seen = {
  readonly positions: ReadonlyMap<string, bigint>;
  readonly parked: ReadonlySet<string>;
  readonly fresh: Fresh;
  /** Whether the inbox has the id's day: if not, the sequence alone decides. */
  readonly hasDay: (delivery: Delivery) => boolean;
};

export const planOrdered = (deliveries: readonly Delivery[], seen: Seen): OrderedPlan => {
  const apply: ReceivedMessage[] = [];
  const hold: { delivery: Delivery; cause: 'gap' | 'queued'; claimed: boolean }[] = [];
  const next = new Map<string, bigint>();
  const parked = new Set(seen.parked);
  const taken = new Set<string>();
  for (const delivery of deliveries) {
    const { eventId, key, sequence, content } = delivery;
    const claimed = seen.hasDay(delivery);
    if (sequence === null || taken.has(eventId)) continue;
    if (claimed && !isFresh(seen.fresh, eventId)) continue;
    const decision = decideBySequence(sequence, next.get(key) ?? seen.positions.get(key) ?? 0n);
    if (decision === 'drop') continue;
    taken.add(eventId);
    if (parked.has(key)) {
      hold.push({ delivery, cause: 'queued', claimed });
    } else if (decision === 'gap') {
      parked.add(key);
      hold.push({ delivery, cause: 'gap', claimed });
    } else {
      next.set(key, sequence);
      if (content.kind === 'message') apply.push(content.message);
    }
  }
  return { apply, hold, next, duplicates: deliveries.length - taken.size };
};
