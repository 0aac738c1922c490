import fc from 'fast-check';
import { aFact } from '../../test/auction-history';
import { inboxModel } from '../../test/inbox-model';
import type { AuctionChange, AuctionFact, AuctionStatus } from './auction-fact';

const NUMBERS = ['1', '2', '3', '4'];
const bidderOf = (number: string): string => `p${number}`;

type Step =
  | { readonly kind: 'bid'; readonly number: string; readonly reserveMetNow: boolean }
  | { readonly kind: 'withdraw'; readonly to: string | null; readonly byOperator: boolean };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('bid' as const),
      number: fc.constantFrom(...NUMBERS),
      reserveMetNow: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('withdraw' as const),
      to: fc.option(fc.constantFrom(...NUMBERS)),
      byOperator: fc.boolean(),
    }),
  ),
  { maxLength: 15 },
);

/** A whole life of an auction: listed, bid on, closed or left open, perhaps passed on. */
const histories = fc
  .tuple(steps, fc.constantFrom('open', 'closed', 'reawarded', 'returned', 'cancelled'))
  .map(([happenings, end]) => {
    const facts: AuctionFact[] = [];
    let leader: string | null = null;
    const add = (change: AuctionChange, status: AuctionStatus): void => {
      facts.push(aFact(facts.length + 1, change, leader, status));
    };
    add({ kind: 'listed', sellerId: 'sam', title: 'x' }, 'scheduled');
    for (const step of happenings) {
      const previousLeader = leader;
      if (step.kind === 'bid') {
        leader = step.number;
        const { reserveMetNow } = step;
        add({ kind: 'bid_placed', bidders: [leader], previousLeader, reserveMetNow }, 'open');
      } else {
        leader = step.to;
        const by = step.byOperator ? 'operator' : 'bidder';
        add({ kind: 'bids_withdrawn', by, previousLeader }, 'open');
      }
    }
    const hammerPrice = { amount: '1', asset: 'USD/2' };
    const sellerId = 'sam';
    if (end === 'cancelled') add({ kind: 'other' }, 'cancelled');
    if (['closed', 'reawarded', 'returned'].includes(end)) {
      const status = leader === null ? 'unsold' : 'sold';
      add({ kind: 'closed', winner: leader, hammerPrice, sellerId }, status);
      const from = leader;
      if (from !== null && end === 'reawarded') {
        leader = from === '1' ? '2' : '1';
        add({ kind: 'reawarded', from, to: leader, hammerPrice, sellerId }, 'sold');
      }
      if (from !== null && end === 'returned') {
        leader = null;
        add({ kind: 'returned', from, sellerId }, 'unsold');
      }
    }
    return facts;
  });

const newModel = () => inboxModel({ bidderOf, watchers: ['wendy', 'sam'] });

it('ends in the same inboxes however the events are batched', () => {
  fc.assert(
    fc.property(histories, fc.array(fc.integer({ min: 1, max: 6 })), (facts, sizes) => {
      const single = newModel();
      for (const fact of facts) single.apply([fact]);
      const batched = newModel();
      let at = 0;
      for (const size of [...sizes, facts.length]) {
        batched.apply(facts.slice(at, at + size));
        at += size;
      }
      expect(batched.visible()).toEqual(single.visible());
    }),
  );
});

it('shows each recipient at most one notification of an auction', () => {
  fc.assert(
    fc.property(histories, (facts) => {
      const inbox = newModel();
      inbox.apply(facts);
      const recipients = inbox.visible().map((line) => line.split(' ')[0]);
      expect(new Set(recipients).size).toBe(recipients.length);
    }),
  );
});

it('never shows an outbid to the leader, nor after the end', () => {
  fc.assert(
    fc.property(histories, (facts) => {
      const inbox = newModel();
      inbox.apply(facts);
      const last = facts.at(-1)!;
      const outbid = inbox.visible().filter((line) => line.includes(' outbid '));
      if (last.status !== 'open') expect(outbid).toEqual([]);
      if (last.leader !== null) {
        expect(outbid.map((line) => line.split(' ')[0])).not.toContain(bidderOf(last.leader));
      }
    }),
  );
});

it('tells nothing of what no longer matters when events arrive in any order', () => {
  const shuffled = histories.chain((facts) =>
    fc.tuple(
      fc.constant(facts),
      fc.shuffledSubarray(facts.slice(1), { minLength: facts.length - 1 }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([facts, order]) => {
      const inbox = newModel();
      inbox.apply([facts[0]!]);
      for (const fact of order) inbox.apply([fact]);
      const last = facts.at(-1)!;
      for (const line of inbox.visible()) {
        const [recipient, kind] = line.split(' ');
        if (last.status !== 'open') expect(kind).not.toBe('outbid');
        if (kind === 'outbid' && last.leader !== null) {
          expect(recipient).not.toBe(bidderOf(last.leader));
        }
        if (kind === 'won') expect(recipient).toBe(bidderOf(last.leader ?? ''));
      }
    }),
  );
});

it('ends with the same outcome for everybody, whenever the paddles are heard of', () => {
  const arrivals = fc.record(
    Object.fromEntries(NUMBERS.map((number) => [number, fc.integer({ min: 0, max: 20 })])),
  );
  fc.assert(
    fc.property(histories, arrivals, (facts, heardAt) => {
      const inTime = newModel();
      let applied = 0;
      const late = inboxModel({
        bidderOf: (number) => (applied >= (heardAt[number] ?? 0) ? bidderOf(number) : undefined),
        watchers: ['wendy', 'sam'],
      });
      for (const fact of facts) {
        inTime.apply([fact]);
        late.apply([fact]);
        applied += 1;
        late.tellWaiting();
      }
      applied = 21;
      late.tellWaiting();

      expect(late.visible()).toEqual(inTime.visible());
    }),
  );
});

it('ends with the same outcome for everybody, in whatever order the events come', () => {
  const shuffled = histories.chain((facts) =>
    fc.tuple(
      fc.constant(facts),
      fc.shuffledSubarray(facts.slice(1), { minLength: facts.length - 1 }),
    ),
  );
  const outcomes = (inbox: ReturnType<typeof newModel>): string[] => [
    ...new Set(
      inbox
        .visible()
        .map((line) => line.split(' ').slice(0, 2).join(' '))
        .filter((line) => /won|lost|sold/.test(line)),
    ),
  ];
  fc.assert(
    fc.property(shuffled, ([facts, order]) => {
      const inOrder = newModel();
      for (const fact of facts) inOrder.apply([fact]);
      const anyhow = newModel();
      for (const fact of [facts[0]!, ...order]) anyhow.apply([fact]);

      expect(outcomes(anyhow)).toEqual(outcomes(inOrder));
    }),
  );
});
