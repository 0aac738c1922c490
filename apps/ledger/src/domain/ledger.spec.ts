import {
  capture,
  eur,
  fund,
  increase,
  leg,
  nextId,
  place,
  release,
  transfers,
  usd,
  voidCapture,
} from '../../test/command-builders';
import { InMemoryLedger } from '../../test/in-memory-ledger';
import { availableOf, MAX_UNITS, postedOf } from './account';
import type { LedgerCommand } from './ledger-command';
import type { Decided } from './ledger.decide';

const codeOf = (decided: Decided | undefined): string | undefined => {
  const answer = decided?.outcome.answer;
  return answer?.kind === 'refused' ? answer.rejection.code : answer?.kind;
};
const codes = (decided: readonly Decided[]) => decided.map(codeOf);

const funded = (amount = 1_000): InMemoryLedger => {
  const ledger = new InMemoryLedger();
  ledger.apply(fund('wallet:ann', amount));
  return ledger;
};
const balances = (ledger: InMemoryLedger, address: string, asset = 'USD/2') => {
  const account = ledger.account(address, asset);
  return account && { posted: postedOf(account), available: availableOf(account) };
};

describe('accounts', () => {
  it('open on first use on the side on which they grow', () => {
    const ledger = funded();
    expect(ledger.account('wallet:ann')).toMatchObject({
      normalSide: 'credit',
      minAvailable: 0n,
      creditsPosted: 1_000n,
      entryCount: 1n,
    });
    expect(ledger.account('cash:deposits')).toMatchObject({
      normalSide: 'debit',
      minAvailable: null,
      debitsPosted: 1_000n,
    });
  });

  it('do not open when the command that would open them is refused', () => {
    const ledger = funded(10);
    expect(codes(ledger.apply(transfers([leg('wallet:ann', 'wallet:bob', 11)])))).toEqual([
      'insufficient_funds',
    ]);
    expect(ledger.account('wallet:bob')).toBeUndefined();
  });

  it('of one address in two assets are two accounts', () => {
    const ledger = funded(100);
    expect(codes(ledger.apply(transfers([leg('wallet:ann', 'wallet:bob', 5, 'EUR/2')])))).toEqual([
      'account_not_found',
    ]);
    expect(balances(ledger, 'wallet:ann')).toEqual({ posted: 100n, available: 100n });
  });

  it('of one address in two tenants are two accounts', () => {
    const ledger = funded(100);
    const other = transfers([leg('wallet:ann', 'wallet:bob', 5)], { tenantId: 'other' });
    expect(codes(ledger.apply(other))).toEqual(['account_not_found']);
  });

  it('without a floor go below zero', () => {
    const ledger = funded(100);
    ledger.apply(transfers([leg('wallet:ann', 'revenue:premium', 10)]));
    ledger.apply(transfers([leg('revenue:premium', 'wallet:ann', 30)]));
    expect(balances(ledger, 'revenue:premium')).toEqual({ posted: -20n, available: -20n });
  });

  it('keep a floor of the credit side for debit-normal accounts', () => {
    const ledger = funded(100);
    const cash = ledger.account('cash:deposits');
    if (cash) ledger.accounts.set(`default cash:deposits USD/2`, { ...cash, minAvailable: 0n });
    expect(codes(ledger.apply(transfers([leg('wallet:ann', 'cash:deposits', 100)])))).toEqual([
      'transfers_posted',
    ]);
    expect(
      codes(
        ledger.apply(
          fund('wallet:ann', 5),
          transfers([leg('revenue:premium', 'cash:deposits', 6)]),
        ),
      ),
    ).toEqual(['transfers_posted', 'account_not_found']);
    ledger.apply(transfers([leg('wallet:ann', 'revenue:premium', 1)]));
    expect(codes(ledger.apply(transfers([leg('revenue:premium', 'cash:deposits', 6)])))).toEqual([
      'insufficient_funds',
    ]);
  });
});

describe('transfers', () => {
  it.each<[string, LedgerCommand, string]>([
    ['the same account', transfers([leg('nope:x', 'nope:x', 0)]), 'same_account'],
    ['an unknown class to debit', transfers([leg('nope:x', 'nope:y', 0)]), 'unknown_account_class'],
    [
      'an unopened account to debit',
      transfers([leg('wallet:x', 'nope:y', 0)]),
      'account_not_found',
    ],
    [
      'a class without an owner',
      transfers([leg('wallet:ann', 'wallet', 0)]),
      'unknown_account_class',
    ],
    [
      'an unknown class to credit',
      transfers([leg('wallet:ann', 'nope:y', 0)]),
      'unknown_account_class',
    ],
    [
      'an inherited name as class',
      transfers([leg('wallet:ann', 'toString:y', 0)]),
      'unknown_account_class',
    ],
    [
      'an unregistered asset',
      transfers([leg('cash:deposits', 'wallet:ann', 1, 'XQZ/2')]),
      'asset_not_found',
    ],
    [
      'another exponent of a registered code',
      transfers([leg('cash:deposits', 'wallet:ann', 1, 'USD/3')]),
      'asset_not_found',
    ],
    ['an amount of zero', transfers([leg('wallet:ann', 'wallet:bob', 0)]), 'amount_zero'],
    [
      'a balance beyond 38 digits',
      transfers([leg('cash:deposits', 'wallet:ann', MAX_UNITS)]),
      'amount_overflow',
    ],
    [
      'more than there is',
      transfers([leg('wallet:ann', 'wallet:bob', 1_001)]),
      'insufficient_funds',
    ],
  ])('refuse %s, before what comes later in the order', (_name, command, code) => {
    const ledger = funded();
    const [decided] = ledger.apply(command);
    expect(codeOf(decided)).toBe(code);
    expect(ledger.transfers).toHaveLength(1);
  });

  it('tell both balances after', () => {
    const ledger = funded();
    const [decided] = ledger.apply(transfers([leg('wallet:ann', 'wallet:bob', 400)]));
    expect(decided?.outcome.answer).toMatchObject({
      kind: 'transfers_posted',
      transfers: [
        {
          debitBalance: { account: 'wallet:ann', asset: 'USD/2', posted: 600n, available: 600n },
          creditBalance: { account: 'wallet:bob', posted: 400n, available: 400n },
        },
      ],
    });
  });

  it('record the history of both accounts, numbered from one', () => {
    const ledger = funded(100);
    ledger.apply(
      transfers([leg('wallet:ann', 'wallet:bob', 10), leg('wallet:bob', 'wallet:ann', 4)]),
    );
    const id = ledger.account('wallet:ann')?.id;
    expect(
      ledger.entries
        .filter(({ accountId }) => accountId === id)
        .map(({ seq, side, amount, postedAfter }) => [seq, side, amount, postedAfter]),
    ).toEqual([
      [1n, 'credit', 100n, 100n],
      [2n, 'debit', 10n, 90n],
      [3n, 'credit', 4n, 94n],
    ]);
  });
});

describe('a chain of transfers', () => {
  it('is posted whole, each leg seeing those before it', () => {
    const ledger = funded(10);
    const [decided] = ledger.apply(
      transfers([
        leg('wallet:ann', 'escrow:s', 10),
        leg('escrow:s', 'wallet:bob', 9),
        leg('escrow:s', 'revenue:commission', 1),
      ]),
    );
    expect(codeOf(decided)).toBe('transfers_posted');
    expect(balances(ledger, 'escrow:s')).toEqual({ posted: 0n, available: 0n });
    expect(ledger.transfers.slice(1).map(({ chainIndex }) => chainIndex)).toEqual([0, 1, 2]);
  });

  it('leaves no trace when a leg is refused, and the batch goes on', () => {
    const ledger = funded(10);
    const before = ledger.account('wallet:ann');
    const decided = ledger.apply(
      transfers([leg('wallet:ann', 'wallet:bob', 6), leg('wallet:ann', 'wallet:cid', 5)]),
      transfers([leg('wallet:ann', 'wallet:cid', 10)]),
    );
    expect(codes(decided)).toEqual(['insufficient_funds', 'transfers_posted']);
    expect(decided[0]?.outcome.answer).toMatchObject({ failedIndex: 1 });
    expect(before?.version).toBe(1n);
    expect(ledger.account('wallet:ann')?.version).toBe(2n);
    expect(ledger.account('wallet:bob')).toBeUndefined();
    expect(ledger.entries).toHaveLength(4);
    expect(ledger.transfers).toHaveLength(2);
  });
});

describe('a command id', () => {
  it('gives the first answer again, and nothing happens twice', () => {
    const ledger = funded(100);
    const command = transfers([leg('wallet:ann', 'wallet:bob', 60)]);
    const [first] = ledger.apply(command);
    const [again] = ledger.apply({
      ...command,
      legs: command.legs.map((one) => ({ ...one, transferId: nextId() })),
    });
    expect(again).toMatchObject({ repeated: true });
    expect(again?.outcome).toBe(first?.outcome);
    expect(balances(ledger, 'wallet:bob')).toEqual({ posted: 60n, available: 60n });
  });

  it('stays refused once refused, even when it could succeed now', () => {
    const ledger = funded(10);
    const command = transfers([leg('wallet:ann', 'wallet:bob', 60)]);
    ledger.apply(command);
    ledger.apply(fund('wallet:ann', 1_000));
    expect(codes(ledger.apply(command))).toEqual(['insufficient_funds']);
  });

  it('repeats within one batch', () => {
    const ledger = funded(100);
    const command = transfers([leg('wallet:ann', 'wallet:bob', 60)]);
    expect(ledger.apply(command, command).map(({ repeated }) => repeated)).toEqual([false, true]);
    expect(balances(ledger, 'wallet:bob')).toEqual({ posted: 60n, available: 60n });
  });

  const original = place({ commandId: nextId(), holdId: nextId() });
  it.each<[string, LedgerCommand]>([
    ['kind', increase(original.holdId, { commandId: original.commandId })],
    ['holdId', { ...original, holdId: nextId(), account: 'wallet:bob' }],
    ['account', { ...original, account: 'wallet:bob', amount: usd(1) }],
    ['amount', { ...original, amount: usd(99), expiresAt: 5_000 }],
    ['amount', { ...original, amount: eur(100) }],
    ['expiresAt', { ...original, expiresAt: 5_000, reference: { type: 'x', id: 'y' } }],
    ['reference', { ...original, reference: { type: 'paddle', id: 'p2' } }],
  ])('with other content is refused and names the first difference: %s', (field, command) => {
    const ledger = funded();
    ledger.apply(original);
    const [decided] = ledger.apply(command);
    expect(decided?.outcome.answer).toMatchObject({
      kind: 'refused',
      rejection: { code: 'command_id_reused', field: `/${field}` },
    });
    expect(codes(ledger.apply(original))).toEqual(['hold_placed']);
  });

  it('notices legs added, left out or exchanged', () => {
    const ledger = funded();
    const command = transfers([
      leg('wallet:ann', 'wallet:bob', 1),
      leg('wallet:ann', 'wallet:cid', 2),
    ]);
    ledger.apply(command);
    const [one, two] = command.legs;
    if (!one || !two) throw new Error('two legs');
    for (const legs of [[one], [one, two, two], [two, one], [one, { ...two, code: 'x' }]]) {
      expect(codes(ledger.apply({ ...command, legs }))).toEqual(['command_id_reused']);
    }
  });
});

describe('a hold', () => {
  it('reserves what it holds and moves nothing', () => {
    const ledger = funded();
    const [decided] = ledger.apply(place({ amount: usd(300) }));
    expect(decided?.outcome.answer).toMatchObject({
      kind: 'hold_placed',
      holdVersion: 1n,
      remaining: usd(300),
      balance: { posted: 1_000n, available: 700n },
    });
    expect(codes(ledger.apply(transfers([leg('wallet:ann', 'wallet:bob', 701)])))).toEqual([
      'insufficient_funds',
    ]);
  });

  it('counts against further holds (Blnk #181: a sixth 1,000 of 5,000)', () => {
    const ledger = funded(5_000);
    const decided = ledger.apply(...Array.from({ length: 6 }, () => place({ amount: usd(1_000) })));
    expect(codes(decided)).toEqual([...Array<string>(5).fill('hold_placed'), 'insufficient_funds']);
  });

  it('is captured in several parts, up to what it holds (Blnk: 30, 30, 30, then a fourth)', () => {
    const ledger = funded();
    const hold = place();
    ledger.apply(hold);
    expect(
      codes(ledger.apply(...[1, 2, 3, 4].map(() => capture(hold.holdId, { amount: usd(30) })))),
    ).toEqual(['hold_captured', 'hold_captured', 'hold_captured', 'exceeds_hold']);
    expect(ledger.hold(hold.holdId)).toMatchObject({
      remaining: 10n,
      captured: 90n,
      status: 'open',
    });
    expect(balances(ledger, 'wallet:ann')).toEqual({ posted: 910n, available: 900n });
    expect(balances(ledger, 'escrow:sale')).toEqual({ posted: 90n, available: 90n });
  });

  it('of which all is captured can be increased, until it is released', () => {
    const ledger = funded();
    const hold = place();
    expect(
      codes(
        ledger.apply(
          hold,
          capture(hold.holdId, { amount: usd(100) }),
          increase(hold.holdId, { amount: usd(50) }),
          capture(hold.holdId, { amount: usd(50) }),
          release(hold.holdId),
          increase(hold.holdId),
        ),
      ),
    ).toEqual([
      'hold_placed',
      'hold_captured',
      'hold_increased',
      'hold_captured',
      'hold_released',
      'hold_not_open',
    ]);
    expect(ledger.hold(hold.holdId)).toMatchObject({
      amount: 150n,
      captured: 150n,
      released: 0n,
      version: 5n,
      status: 'closed',
    });
  });

  it('gives back a part and stays open, gives back the rest and ends', () => {
    const ledger = funded();
    const hold = place();
    ledger.apply(hold, release(hold.holdId, { amount: usd(40) }));
    expect(balances(ledger, 'wallet:ann')).toEqual({ posted: 1_000n, available: 940n });
    const [decided] = ledger.apply(release(hold.holdId));
    expect(decided?.outcome.answer).toMatchObject({ amount: usd(60), remaining: usd(0) });
    expect(ledger.hold(hold.holdId)).toMatchObject({ released: 100n, status: 'closed' });
    expect(balances(ledger, 'wallet:ann')).toEqual({ posted: 1_000n, available: 1_000n });
  });

  it('promises its amount: a floor raised later does not stop the capture', () => {
    const ledger = funded(100);
    const hold = place();
    ledger.apply(hold);
    const ann = ledger.account('wallet:ann');
    if (ann) ledger.accounts.set('default wallet:ann USD/2', { ...ann, minAvailable: 50n });
    expect(codes(ledger.apply(capture(hold.holdId, { amount: usd(100) })))).toEqual([
      'hold_captured',
    ]);
  });

  it('counts what it holds towards the 38 digits of a counter', () => {
    const ledger = funded(10);
    ledger.apply(transfers([leg('wallet:ann', 'revenue:premium', 10)]));
    const account = 'revenue:premium';
    const hold = place({ account, amount: usd(MAX_UNITS - 1n) });
    const more = transfers([leg(account, 'wallet:ann', 2)]);
    expect(
      codes(
        ledger.apply(
          hold,
          place({ account, amount: usd(2) }),
          increase(hold.holdId, { amount: usd(2) }),
          more,
          increase(hold.holdId, { amount: usd(1) }),
        ),
      ),
    ).toEqual([
      'hold_placed',
      'amount_overflow',
      'amount_overflow',
      'amount_overflow',
      'hold_increased',
    ]);
  });

  const id = nextId();
  const mismatch = { amount: eur(0) };
  it.each<[string, LedgerCommand, string]>([
    ['an id in use', place({ holdId: id, account: 'nope:x', amount: usd(0) }), 'hold_exists'],
    ['an unknown class', place({ account: 'nope:x', amount: usd(0) }), 'unknown_account_class'],
    ['an unopened account', place({ account: 'wallet:bob', amount: usd(0) }), 'account_not_found'],
    ['an unopened asset', place({ amount: eur(1) }), 'account_not_found'],
    ['a debit-normal account', place({ account: 'cash:deposits' }), 'account_not_holdable'],
    ['a past expiry', place({ expiresAt: 1_000, amount: usd(0) }), 'expiry_passed'],
    ['a hold of zero', place({ amount: usd(0) }), 'amount_zero'],
    ['more than is available', place({ amount: usd(901) }), 'insufficient_funds'],
    ['an unknown hold to increase', increase(nextId(), mismatch), 'hold_not_found'],
    ['another asset to increase', increase(id, mismatch), 'asset_mismatch'],
    ['an increase of zero', increase(id, { amount: usd(0) }), 'amount_zero'],
    ['too large an increase', increase(id, { amount: usd(901) }), 'insufficient_funds'],
    ['an unknown hold to capture', capture(nextId(), mismatch), 'hold_not_found'],
    ['its own account', capture(id, { ...mismatch, creditAccount: 'wallet:ann' }), 'same_account'],
    [
      'an unknown class to credit',
      capture(id, { ...mismatch, creditAccount: 'x:y' }),
      'unknown_account_class',
    ],
    [
      'an unopened debit-normal account',
      capture(id, { creditAccount: 'cash:other' }),
      'account_not_found',
    ],
    ['another asset to capture', capture(id, mismatch), 'asset_mismatch'],
    ['a capture of zero', capture(id, { amount: usd(0) }), 'amount_zero'],
    ['too large a capture', capture(id, { amount: usd(101) }), 'exceeds_hold'],
    ['an unknown hold to release', release(nextId()), 'hold_not_found'],
    ['another asset to release', release(id, mismatch), 'asset_mismatch'],
    ['a release of zero', release(id, { amount: usd(0) }), 'amount_zero'],
    ['too large a release', release(id, { amount: usd(101) }), 'exceeds_hold'],
  ])('refuses %s, before what comes later in the order', (_name, command, code) => {
    const ledger = funded();
    ledger.apply(place({ holdId: id }));
    const before = [...ledger.accounts.values()];
    expect(codes(ledger.apply(command))).toEqual([code]);
    expect([...ledger.accounts.values()]).toEqual(before);
  });

  it.each<[string, (holdId: string) => LedgerCommand]>([
    ['increase', (holdId) => increase(holdId, { amount: usd(0) })],
    ['capture', (holdId) => capture(holdId, { amount: usd(0) })],
    ['release', (holdId) => release(holdId, { amount: usd(0) })],
  ])('that has ended refuses to %s', (_name, command) => {
    const ledger = funded();
    const hold = place();
    ledger.apply(hold, release(hold.holdId));
    expect(codes(ledger.apply(command(hold.holdId)))).toEqual(['hold_not_open']);
  });
});

describe('expiry', () => {
  const expiring = place({ expiresAt: 5_000 });
  const at = (now: number): InMemoryLedger => {
    const ledger = funded();
    ledger.apply(expiring);
    ledger.now = now;
    return ledger;
  };

  it('lets a capture through a millisecond before', () => {
    expect(codes(at(4_999).apply(capture(expiring.holdId)))).toEqual(['hold_captured']);
  });

  it('is exact at use: on the instant the hold ends, swept or not, and tells it once', () => {
    const ledger = at(5_000);
    const [first, second] = ledger.apply(capture(expiring.holdId), release(expiring.holdId));
    expect(codes([first as Decided, second as Decided])).toEqual(['hold_expired', 'hold_expired']);
    expect(first?.expired).toMatchObject([
      {
        holdId: expiring.holdId,
        holdVersion: 2n,
        amount: usd(100),
        balance: { available: 1_000n },
      },
    ]);
    expect(second?.expired).toEqual([]);
    expect(ledger.expire()).toBe(0);
  });

  it('is swept once, after the instant', () => {
    expect(at(4_999).expire()).toBe(0);
    const ledger = at(5_000);
    expect([ledger.expire(), ledger.expire()]).toEqual([1, 0]);
    expect(ledger.hold(expiring.holdId)).toMatchObject({ status: 'expired', released: 100n });
    expect(balances(ledger, 'wallet:ann')).toEqual({ posted: 1_000n, available: 1_000n });
  });

  it('leaves alone what a refusal of earlier rank concerns', () => {
    const ledger = at(5_000);
    expect(codes(ledger.apply(capture(expiring.holdId, { amount: eur(1) })))).toEqual([
      'asset_mismatch',
    ]);
    expect(ledger.hold(expiring.holdId)?.status).toBe('open');
  });
});

describe('giving up on a capture', () => {
  it('that had not come makes it impossible, whatever it then asks for', () => {
    const ledger = funded();
    const hold = place();
    const late = capture(hold.holdId);
    expect(codes(ledger.apply(hold, voidCapture(hold.holdId, late.commandId), late))).toEqual([
      'hold_placed',
      'capture_voided',
      'capture_voided',
    ]);
    expect(codes(ledger.apply({ ...late, amount: usd(1) }))).toEqual(['capture_voided']);
    expect(ledger.hold(hold.holdId)).toMatchObject({ captured: 0n, remaining: 100n });
  });

  it('that was done tells that it stands, with what it moved', () => {
    const ledger = funded();
    const hold = place();
    const done = capture(hold.holdId);
    const decided = ledger.apply(hold, done, voidCapture(hold.holdId, done.commandId));
    expect(decided[2]?.outcome.answer).toEqual({
      kind: 'capture_stands',
      holdId: hold.holdId,
      captureCommandId: done.commandId,
      amount: usd(30),
      transferId: done.transferId,
    });
  });

  it('that was refused tells that it is void', () => {
    const ledger = funded();
    const hold = place();
    const tooMuch = capture(hold.holdId, { amount: usd(500) });
    expect(codes(ledger.apply(hold, tooMuch, voidCapture(hold.holdId, tooMuch.commandId)))).toEqual(
      ['hold_placed', 'exceeds_hold', 'capture_voided'],
    );
    expect(codes(ledger.apply(tooMuch))).toEqual(['exceeds_hold']);
  });

  it('twice, or of a hold that is not there, gives the same', () => {
    const ledger = funded();
    const target = nextId();
    expect(
      codes(ledger.apply(voidCapture(nextId(), target), voidCapture(nextId(), target))),
    ).toEqual(['capture_voided', 'capture_voided']);
  });

  it('keeps the id from every other kind of command, too', () => {
    const ledger = funded();
    const target = nextId();
    ledger.apply(voidCapture(nextId(), target));
    expect(codes(ledger.apply(place({ commandId: target })))).toEqual(['command_id_reused']);
  });
});
