import type { Delivery } from '../delivery/delivery';
import { planOrdered } from './ordered-plan';

/** `a1` is key a, sequence 1; `a2?` has no inbox day; `a3-` is of a type that is not accepted. */
const deliveryOf = (text: string): Delivery => {
  const key = text.slice(0, 1);
  const sequence = BigInt(text.slice(1).replace(/\D/g, ''));
  const content = text.endsWith('-')
    ? { kind: 'skipped' as const, reason: 'unknown_type' as const }
    : { kind: 'message' as const, message: text as never };
  return { eventId: text, key, sequence, content, record: {} as never, headers: {} };
};

const plan = (
  texts: string,
  seen: { last?: Record<string, bigint>; parked?: string[]; claimedBefore?: string[] } = {},
) => {
  const deliveries = texts.split(' ').map(deliveryOf);
  const ids = deliveries.map(({ eventId }) => eventId);
  const result = planOrdered(deliveries, {
    positions: new Map(Object.entries(seen.last ?? {})),
    parked: new Set(seen.parked),
    fresh: new Set(ids.filter((id) => seen.claimedBefore?.includes(id) !== true)),
    hasDay: ({ eventId }) => !eventId.endsWith('?'),
  });
  return {
    apply: result.apply,
    hold: result.hold.map(
      ({ delivery, cause, claimed }) =>
        `${delivery.eventId} ${cause}${claimed ? '' : ' unclaimed'}`,
    ),
    next: Object.fromEntries(result.next),
    duplicates: result.duplicates,
  };
};

describe('the plan of an ordered batch', () => {
  it('applies what follows, over all keys, and moves their positions', () => {
    expect(plan('a1 b8 a2', { last: { b: 7n } })).toEqual({
      apply: ['a1', 'b8', 'a2'],
      hold: [],
      next: { a: 2n, b: 8n },
      duplicates: 0,
    });
  });

  it('drops what has been passed or claimed, and repeats within the batch', () => {
    expect(plan('a1 a2 a3 a3', { last: { a: 1n } })).toMatchObject({
      apply: ['a2', 'a3'],
      duplicates: 2,
    });
    expect(plan('a1', { claimedBefore: ['a1'] })).toMatchObject({ apply: [], duplicates: 1 });
  });

  it('holds at a hole, and queues the rest of the key behind it', () => {
    expect(plan('a1 a3 a4 b1')).toEqual({
      apply: ['a1', 'b1'],
      hold: ['a3 gap', 'a4 queued'],
      next: { a: 1n, b: 1n },
      duplicates: 0,
    });
  });

  it('queues everything new of a parked key, the next one too', () => {
    expect(plan('a5 a6 a4', { last: { a: 4n }, parked: ['a'] })).toMatchObject({
      apply: [],
      hold: ['a5 queued', 'a6 queued'],
      next: {},
      duplicates: 1,
    });
  });

  it('moves the position over a type that is not accepted', () => {
    expect(plan('a1- a2')).toMatchObject({ apply: ['a2'], next: { a: 2n } });
  });

  it('lets the sequence alone decide where the inbox has no day', () => {
    expect(plan('a1? a3?', { claimedBefore: ['a1?', 'a3?'] })).toMatchObject({
      apply: ['a1?'],
      hold: ['a3? gap unclaimed'],
    });
  });

  it('passes over what has no sequence', () => {
    const bare = { ...deliveryOf('a1'), sequence: null };
    const seen = { positions: new Map(), parked: new Set<string>(), fresh: new Set(['a1']) };
    const result = planOrdered([bare], { ...seen, hasDay: () => true });
    expect([result.apply, [...result.next], result.duplicates]).toEqual([[], [], 1]);
  });
});
