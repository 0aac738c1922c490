import * as fc from 'fast-check';
import { eur, leg, usd } from '../../test/command-builders';
import { InMemoryLedger } from '../../test/in-memory-ledger';
import { SlowLedger } from '../../test/slow-ledger';
import { availableOf, postedOf } from './account';
import type { LedgerCommand } from './ledger-command';
import type { Decided } from './ledger.decide';

type Step =
  | { readonly do: 'apply'; readonly commands: readonly LedgerCommand[] }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'sweep' };

const uuid = (space: number, index: number): string =>
  `018f0000-0000-7000-8${space.toString().padStart(3, '0')}-${index.toString(16).padStart(12, '0')}`;

const WALLETS = ['wallet:ann', 'wallet:bob', 'wallet:cid'];
const addresses = fc.constantFrom(...WALLETS, 'escrow:s', 'revenue:premium', 'cash:deposits');
const amounts = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constantFrom(0, 1, 100, 1_000));
const moneys = fc
  .tuple(amounts, fc.integer({ min: 0, max: 9 }))
  .map(([amount, kind]) => (kind === 0 ? eur(amount) : usd(amount)));
const holdIds = fc.integer({ min: 1, max: 6 }).map((index) => uuid(1, index));
const reference = { type: 'test', id: 't' };

const legs = fc
  .tuple(addresses, addresses, amounts, fc.constantFrom('USD/2', 'USD/2', 'USD/2', 'EUR/2'))
  .map(([from, to, amount, asset]) => leg(from, to, amount, asset));
const funding = fc
  .tuple(fc.constantFrom(...WALLETS), amounts)
  .map(([wallet, amount]) => leg('cash:deposits', wallet, amount));

const bodies: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('post_transfers'),
      legs: fc.array(funding, { minLength: 1, maxLength: 2 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('post_transfers'),
      legs: fc.array(legs, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('place_hold'),
      holdId: holdIds,
      account: fc.constantFrom(...WALLETS),
      amount: moneys,
      expiresAt: fc.option(fc.integer({ min: 900, max: 2_000 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('increase_hold'), holdId: holdIds, amount: moneys }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('capture_hold'),
      holdId: holdIds,
      amount: moneys,
      creditAccount: fc.constantFrom('escrow:s', 'wallet:bob', 'revenue:premium'),
      transferId: fc.integer({ min: 1, max: 1e9 }).map((index) => uuid(3, index)),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('release_hold'),
      holdId: holdIds,
      amount: fc.option(moneys),
    }),
  },
);

/** Few ids make repeats and voids of known captures likely; content follows the id. */
const scripts: fc.Arbitrary<readonly Step[]> = fc
  .array(fc.record({ body: bodies, gap: fc.integer({ min: 0, max: 9 }) }), {
    minLength: 1,
    maxLength: 40,
  })
  .map((drafts) => drafts.map(({ body, gap }, index) => ({ body, gap, commandId: uuid(2, index) })))
  .chain((drafts) =>
    fc.record({
      drafts: fc.constant(drafts),
      order: fc.array(fc.integer({ min: 0, max: drafts.length - 1 }), {
        minLength: 1,
        maxLength: 70,
      }),
      voids: fc.array(fc.integer({ min: 0, max: drafts.length - 1 }), { maxLength: 5 }),
    }),
  )
  .map(({ drafts, order, voids }) => {
    const steps: Step[] = [];
    let batch: LedgerCommand[] = [];
    for (const [position, index] of order.entries()) {
      const draft = drafts[index];
      if (draft === undefined) continue;
      batch.push({
        tenantId: 'default',
        reference,
        commandId: draft.commandId,
        ...draft.body,
      } as LedgerCommand);
      const target = drafts[voids[position % 7] ?? -1];
      if (target?.body['kind'] === 'capture_hold' && position % 7 < voids.length) {
        batch.push({
          kind: 'void_if_not_captured',
          tenantId: 'default',
          reference,
          commandId: uuid(4, position),
          captureCommandId: target.commandId,
          holdId: target.body['holdId'] as string,
        });
      }
      if (draft.gap > 3) {
        steps.push({ do: 'apply', commands: batch });
        batch = [];
        if (draft.gap === 8) steps.push({ do: 'wait', ms: 150 });
        if (draft.gap === 9) steps.push({ do: 'sweep' });
      }
    }
    return [...steps, { do: 'apply', commands: batch }];
  });

const verdict = ({ outcome: { answer } }: Decided): string => {
  if (answer.kind === 'refused') return answer.rejection.code;
  if (answer.kind === 'capture_stands') return 'stands';
  return answer.kind === 'capture_voided' ? 'voided' : 'ok';
};

const checkInvariants = (ledger: InMemoryLedger): void => {
  const sums = new Map<string, { debits: bigint; credits: bigint }>();
  for (const account of ledger.accounts.values()) {
    const sum = sums.get(account.asset) ?? { debits: 0n, credits: 0n };
    sum.debits += account.debitsPosted;
    sum.credits += account.creditsPosted;
    sums.set(account.asset, sum);
    if (account.minAvailable !== null) {
      expect(availableOf(account)).toBeGreaterThanOrEqual(account.minAvailable);
    }
    const entries = ledger.entries.filter(({ accountId }) => accountId === account.id);
    const of = (side: string) =>
      entries.filter((one) => one.side === side).reduce((sum, { amount }) => sum + amount, 0n);
    expect([of('debit'), of('credit')]).toEqual([account.debitsPosted, account.creditsPosted]);
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => BigInt(index + 1)));
    expect(entries.at(-1)?.postedAfter ?? 0n).toBe(postedOf(account));
    const held = [...ledger.holds.values()]
      .filter(({ accountId }) => accountId === account.id)
      .reduce((sum, { remaining }) => sum + remaining, 0n);
    expect(account.debitsPending).toBe(held);
  }
  for (const { debits, credits } of sums.values()) expect(debits).toBe(credits);
  for (const hold of ledger.holds.values()) {
    expect(hold.amount).toBe(hold.remaining + hold.captured + hold.released);
    if (hold.status !== 'open') expect(hold.captured + hold.released).toBe(hold.amount);
  }
};

describe('the ledger, for any history of commands', () => {
  it('answers like the slow ledger, keeps its balances, and breaks no invariant', () => {
    fc.assert(
      fc.property(scripts, (steps) => {
        const ledger = new InMemoryLedger();
        const slow = new SlowLedger();
        for (const step of steps) {
          if (step.do === 'wait') slow.now = ledger.now += step.ms;
          if (step.do === 'sweep') {
            ledger.expire();
            slow.expire();
          }
          if (step.do === 'apply') {
            const answers = ledger.apply(...step.commands).map(verdict);
            expect(answers).toEqual(step.commands.map((command) => slow.apply(command)));
          }
          checkInvariants(ledger);
        }
        for (const account of ledger.accounts.values()) {
          const name = `${account.address} ${account.asset}`;
          expect(postedOf(account)).toBe(slow.posted(name));
          expect(availableOf(account)).toBe(slow.available(name));
        }
        expect(ledger.accounts.size).toBe(slow.opened.size);
      }),
      { numRuns: 300 },
    );
  });

  it('does not change by a retry of everything', () => {
    fc.assert(
      fc.property(scripts, (steps) => {
        const ledger = new InMemoryLedger();
        const commands = steps.flatMap((step) => (step.do === 'apply' ? step.commands : []));
        const first = ledger.apply(...commands).map(({ outcome }) => outcome);
        const before = [[...ledger.accounts.values()], [...ledger.holds.values()]];
        const again = ledger.apply(...commands);
        expect(again.map(({ outcome }) => outcome)).toEqual(first);
        expect(again.every(({ repeated }) => repeated)).toBe(true);
        expect([[...ledger.accounts.values()], [...ledger.holds.values()]]).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });

  it('comes to the same whether commands share a batch or not', () => {
    fc.assert(
      fc.property(scripts, (steps) => {
        const commands = steps.flatMap((step) => (step.do === 'apply' ? step.commands : []));
        const together = new InMemoryLedger();
        together.apply(...commands);
        const apart = new InMemoryLedger();
        for (const command of commands) apart.apply(command);
        expect([...apart.accounts.values()]).toEqual([...together.accounts.values()]);
        expect([...apart.holds.values()]).toEqual([...together.holds.values()]);
        expect(apart.entries).toEqual(together.entries);
      }),
      { numRuns: 100 },
    );
  });
});
