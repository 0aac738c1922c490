import {
  capture,
  eur,
  increase,
  leg,
  nextId,
  place,
  release,
  transfers,
  usd,
} from '../../test/command-builders';
import { codes, funded, balances } from '../../test/funded-ledger';
import { MAX_UNITS } from './account';
import type { LedgerCommand } from './ledger-command';

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
