import { fund, leg, place, transfers, usd } from '../../test/command-builders';
import { createTestLedger, newId, type TestLedger } from '../../test/ledger-database';
import { ledgerInvariants } from './ledger.invariants';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger('auditor');
  const own = (legs: ReturnType<typeof leg>[]) => ({
    ...transfers(legs.map((one) => ({ ...one, transferId: newId() }))),
    commandId: newId(),
  });
  await ledger.apply(
    own([...fund('wallet:ann', 100).legs]),
    own([leg('wallet:ann', 'wallet:bob', 40)]),
    own([leg('wallet:bob', 'escrow:sale', 5)]),
    own([leg('wallet:bob', 'escrow:sale', 5)]),
    place({ commandId: newId(), holdId: newId(), amount: usd(25) }),
  );
});
afterAll(() => ledger.close());

/** What is found after a change that no command could make, which is then taken back. */
const foundAfter = async (statement: string): Promise<readonly string[]> => {
  const found: string[] = [];
  const takeBack = new Error('take it back');
  await ledger.database
    .transact(async (sql) => {
      await sql.query("SET LOCAL session_replication_role = 'replica'");
      await sql.query(statement);
      const database = { ...sql, transact: () => Promise.reject(new Error('not needed')) };
      for (const { name, look } of ledgerInvariants())
        if ((await look(database)).length > 0) found.push(name);
      throw takeBack;
    })
    .catch((error: unknown) => expect(error).toBe(takeBack));
  return found.sort();
};

const account = (address: string, change: string): string =>
  `UPDATE account SET ${change} WHERE address = '${address}'`;

describe('the invariants of the ledger', () => {
  it('find nothing where only commands have written', async () => {
    expect(await foundAfter('SELECT 1')).toEqual([]);
  });

  it.each([
    [
      account('wallet:bob', 'credits_posted = credits_posted + 1'),
      ['ledger_balances_follow_entries', 'ledger_sides_equal'],
    ],
    [account('wallet:bob', 'entry_count = 9'), ['ledger_balances_follow_entries']],
    [
      'DELETE FROM entry WHERE seq = 2',
      ['ledger_balances_follow_entries', 'ledger_transfers_have_two_sides'],
    ],
    [
      'UPDATE entry SET amount = amount + 1 WHERE seq = 2',
      ['ledger_balances_follow_entries', 'ledger_transfers_have_two_sides'],
    ],
    [
      'UPDATE entry SET posted_after = posted_after + 1 WHERE seq = 1',
      ['ledger_balances_follow_entries'],
    ],
    ['UPDATE hold SET remaining = 24, captured = 1', ['ledger_holds_add_up']],
    [account('wallet:ann', 'debits_pending = 0'), ['ledger_holds_add_up']],
    [
      `ALTER TABLE hold DROP CONSTRAINT hold_amounts; UPDATE hold SET released = 1`,
      ['ledger_holds_add_up'],
    ],
    [
      `ALTER TABLE account DROP CONSTRAINT account_floor; ${account('wallet:ann', 'min_available = 36')}`,
      ['ledger_floors_hold'],
    ],
    [
      account('escrow:sale', `last_posted_at = now() - interval '91 days'`),
      ['ledger_escrow_returns_to_zero'],
    ],
    [account('wallet:ann', `last_posted_at = now() - interval '91 days'`), []],
  ])('find %s', async (statement, expected) => {
    expect(await foundAfter(statement)).toEqual(expected);
  });
});
