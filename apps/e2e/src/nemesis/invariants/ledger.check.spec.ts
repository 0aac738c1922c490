import type { AccountRow, EntryRow, Evidence, HoldRow, TransferRow } from '../check/evidence';
import { createFindings } from '../check/findings';
import { checkLedger } from './ledger.check';

const account = (
  id: string,
  address: string,
  normal_side: 'debit' | 'credit',
  [debits, credits]: readonly [number, number],
): AccountRow => ({
  ...{ id, address, normal_side },
  asset: 'USD/2',
  debits_posted: String(debits),
  credits_posted: String(credits),
  min_available: address.startsWith('wallet:') ? '0' : null,
});
const entry = (account_id: string, seq: number, side: 'debit' | 'credit', amounts: number[]) => {
  const [amount, posted_after, available_after = posted_after] = amounts.map(String);
  return { account_id, seq: String(seq), side, amount, posted_after, available_after } as EntryRow;
};
const transfer = (debit: string, credit: string, amount: number, hold_id: string | null) =>
  ({ debit, credit, amount: String(amount), hold_id, code: 'x' }) as TransferRow;

/** 100 come in, 60 of them are held, 40 of those captured and paid out to the seller. */
const TRUE_EVIDENCE = {
  accounts: [
    account('c', 'cash:deposits', 'debit', [100, 0]),
    account('w', 'wallet:ann', 'credit', [40, 100]),
    account('e', 'escrow:sale', 'credit', [40, 40]),
    account('s', 'wallet:seller', 'credit', [0, 40]),
  ],
  entries: [
    entry('c', 1, 'debit', [100, 100]),
    entry('w', 1, 'credit', [100, 100]),
    entry('w', 2, 'debit', [40, 60, 40]),
    entry('e', 1, 'credit', [40, 40]),
    entry('e', 2, 'debit', [40, 0]),
    entry('s', 1, 'credit', [40, 40]),
  ],
  transfers: [
    transfer('cash:deposits', 'wallet:ann', 100, null),
    transfer('wallet:ann', 'escrow:sale', 40, 'p'),
    transfer('escrow:sale', 'wallet:seller', 40, null),
  ],
  holds: [{ id: 'p', amount: '60', remaining: '20', captured: '40', released: '0' } as HoldRow],
  paddles: [{ paddle_id: 'p', status: 'live', held: '20' }],
} as unknown as Evidence;

const faultsOf = (change: Partial<Evidence>): string[] => {
  const findings = createFindings();
  checkLedger({ ...TRUE_EVIDENCE, ...change }, findings);
  return findings.failures().map((failure) => failure.split(':')[0] ?? '');
};

const replaced = <T>(rows: readonly T[], at: number, change: object): T[] =>
  rows.map((row, index) => (index === at ? { ...row, ...change } : row));

describe('the check of the ledger', () => {
  it('finds nothing wrong with a true one', () => {
    expect(faultsOf({})).toEqual([]);
  });

  const { accounts, entries, transfers, holds, paddles } = TRUE_EVIDENCE;
  it.each<[string, string, Partial<Evidence>]>([
    [
      'money from nowhere',
      'ledger.sides-equal',
      { accounts: replaced(accounts, 3, { credits_posted: '41' }) },
    ],
    [
      'a balance that is not its entries',
      'ledger.balance-is-entries',
      { entries: replaced(entries, 2, { amount: '39' }) },
    ],
    [
      'an entry twice',
      'ledger.balance-is-entries',
      { entries: [...entries, entries[5] as EntryRow] },
    ],
    ['a transfer that no balance knows', 'ledger.model', { transfers: transfers.slice(0, 2) }],
    [
      'money left in escrow',
      'ledger.clearing-zero',
      { accounts: replaced(accounts, 2, { debits_posted: '30' }) },
    ],
    [
      'a balance below its floor',
      'ledger.floor',
      { entries: replaced(entries, 2, { available_after: '-1' }) },
    ],
    [
      'a hold that does not add up',
      'ledger.hold-adds-up',
      { holds: replaced(holds, 0, { released: '1' }) },
    ],
    [
      'a hold that bidding knows otherwise',
      'ledger.hold-is-paddle',
      { paddles: replaced(paddles, 0, { held: '21' }) },
    ],
  ])('finds %s', (_name, invariant, change) => {
    expect(faultsOf(change)).toContain(invariant);
  });
});
