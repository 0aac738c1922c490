import { leg, transfers } from '../../test/command-builders';
import { codeOf, codes, funded, balances } from '../../test/funded-ledger';
import { MAX_UNITS } from './account';
import type { LedgerCommand } from './ledger-command';

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
