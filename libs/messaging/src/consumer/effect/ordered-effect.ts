import { failpoint } from '../../failpoint';
import type { Sql } from '../../sql';
import type { ConsumerContext } from '../consumer-context';
import type { Delivery } from '../delivery/delivery';
import { insertHeld, lockParkedKeys, parkKey } from '../held/park';
import { claimUnseen } from '../inbox/claim';
import { placeOf } from '../inbox/inbox-days';
import { planOrdered, type OrderedPlan } from './ordered-plan';
import { advancePositions, readPositions } from './positions';
import type { EffectCounts } from './unordered-effect';

const QUEUED = { cause: 'queued', detail: 'behind a held message of its key', retryable: true };
const GAP = { cause: 'gap', detail: 'an earlier sequence of its key is missing', retryable: true };

const holdPlanned = async (
  context: ConsumerContext,
  sql: Sql,
  topic: string,
  plan: OrderedPlan,
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
  const gaps = plan.hold.filter(({ cause }) => cause === 'gap').length;
  const queued = plan.hold.length - gaps;
  return { applied: plan.apply.length, duplicates: plan.duplicates, gaps, queued };
};
