import { fund, leg, place, transfers, usd } from '../../test/command-builders';
import { createTestLedger, newId, type TestLedger } from '../../test/ledger-database';
import { findImbalances } from './auditor';

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
    place({ commandId: newId(), holdId: newId(), amount: usd(25) }),
  );
});
afterAll(() => ledger.close());

const epoch = new Date(0);
/** What the auditor finds after a change that no command could make, which is then taken back. */
const foundAfter = async (statement: string) => {
  let found: string[] = [];
  await ledger.database
    .transact(async (sql) => {
      await sql.query("SET LOCAL session_replication_role = 'replica'");
      await sql.query(statement);
      found = (await findImbalances(sql, epoch)).map(({ what }) => what).sort();
      throw new Error('take it back');
    })
    .catch((error: Error) => expect(error.message).toBe('take it back'));
  return found;
};

describe('the auditor', () => {
  it('finds nothing where only commands have written', async () => {
    expect(await findImbalances(ledger.database, epoch)).toEqual([]);
  });

  it.each([
    [
      "UPDATE account SET credits_posted = credits_posted + 1 WHERE address = 'wallet:bob'",
      ['last_entry', 'sides'],
    ],
    ["UPDATE account SET entry_count = 9 WHERE address = 'wallet:bob'", ['last_entry']],
    ['DELETE FROM entry WHERE seq = 2', ['last_entry']],
    ['UPDATE hold SET remaining = 24, captured = 1', ['holds']],
    ["UPDATE account SET debits_pending = 0 WHERE address = 'wallet:ann'", ['holds']],
  ])('finds %s', async (statement, expected) => {
    expect(await foundAfter(statement)).toEqual(expected);
  });
});
