import { fund, leg, transfers } from '../../test/command-builders';
import { codes, funded, balances } from '../../test/funded-ledger';

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
