import { failpoint } from '../../failpoint';
import type { Sql } from '../../sql';
import type { ConsumerContext } from '../consumer-context';
import type { Delivery } from '../delivery/delivery';
import { insertHeld, lockParkedKeys, parkKey } from '../held/park';
import { claimUnseen } from '../inbox/claim';
import { placeOf } from '../inbox/inbox-days';
import type { ReceivedMessage } from '../received-message';
import { advancePositions, readPositions } from './positions';
import { decideBySequence } from './sequence-decision';
import type { EffectCounts } from './unordered-effect';

const QUEUED = { cause: 'queued', detail: 'behind a held message of its key', retryable: true };
const GAP = { cause: 'gap', detail: 'an earlier sequence of its key is missing', retryable: true };

/** The deliveries' fate, decided one by one over a working copy of positions and parked keys. */
type Plan = {
  readonly apply: readonly ReceivedMessage[];
  readonly hold: readonly { delivery: Delivery; cause: 'gap' | 'queued'; claimed: boolean }[];
  readonly next: ReadonlyMap<string, bigint>;
  readonly duplicates: number;
};

type Seen = {
  readonly positions: ReadonlyMap<string, bigint>;
  readonly parked: ReadonlySet<string>;
  readonly fresh: ReadonlySet<string>;
  /** Whether the inbox has the id's day: if not, the sequence alone decides. */
  readonly hasDay: (delivery: Delivery) => boolean;
};

export const planOrdered = (deliveries: readonly Delivery[], seen: Seen): Plan => {
  const apply: ReceivedMessage[] = [];
  const hold: { delivery: Delivery; cause: 'gap' | 'queued'; claimed: boolean }[] = [];
  const next = new Map<string, bigint>();
  const parked = new Set(seen.parked);
  const taken = new Set<string>();
  for (const delivery of deliveries) {
    const { eventId, key, sequence, content } = delivery;
    const claimed = seen.hasDay(delivery);
    if (sequence === null || taken.has(eventId) || (claimed && !seen.fresh.has(eventId))) continue;
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

const holdPlanned = async (
  context: ConsumerContext,
  sql: Sql,
  topic: string,
  plan: Plan,
): Promise<void> => {
  const consumer = context.definition.name;
  const dueInMs = context.options.gapRecheckMs;
  for (const { delivery, cause, claimed } of plan.hold) {
    const trouble = cause === 'gap' ? GAP : QUEUED;
    const state = cause === 'gap' ? 'waiting' : 'queued';
    const holding = { delivery, trouble, state, attempts: 0, dueInMs: null, claimed } as const;
    await insertHeld(sql, consumer, holding);
    if (cause === 'gap') await parkKey(sql, consumer, topic, delivery.key, dueInMs);
  }
};

/**
 * Applies messages of one topic that are next in their keys. The order of the statements is the
 * order of the locks: inbox rows, held keys, then positions, read after any wait for a drain.
 *
 * @param deliveries in offset order, each with a sequence and none broken
 */
export const applyOrdered = async (
  context: ConsumerContext,
  sql: Sql,
  deliveries: readonly Delivery[],
): Promise<EffectCounts> => {
  const { definition, days } = context;
  const consumer = definition.name;
  const topic = deliveries[0]?.record.topic ?? '';
  const range = days.range();
  const hasDay = ({ eventId }: Delivery): boolean => placeOf(eventId, range) === 'inside';
  const keys = [...new Set(deliveries.map((delivery) => delivery.key))];

  const fresh = await claimUnseen(sql, consumer, topic, deliveries.filter(hasDay));
  const parked = await lockParkedKeys(sql, consumer, topic, keys);
  const positions = await readPositions(sql, consumer, topic, keys);
  const plan = planOrdered(deliveries, { positions, parked, fresh, hasDay });
  await holdPlanned(context, sql, topic, plan);
  if (plan.apply.length > 0) await definition.apply(plan.apply, sql);
  const moves = [...plan.next].map(([key, to]) => ({ key, from: positions.get(key) ?? 0n, to }));
  await advancePositions(sql, consumer, topic, moves);
  await failpoint('consumer.effect.before-commit');
  return { applied: plan.apply.length, duplicates: plan.duplicates, held: plan.hold.length };
};
