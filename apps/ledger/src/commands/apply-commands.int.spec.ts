import { fund, leg, place, capture, release, transfers, usd } from '../../test/command-builders';
import { codeOf } from '../../test/funded-ledger';
import {
  createTestLedger,
  fresh,
  imbalances,
  newId,
  own,
  type TestLedger,
} from '../../test/ledger-database';
import { applyCommands } from './apply-commands.handler';

let ledger: TestLedger;

beforeAll(async () => {
  ledger = await createTestLedger('apply_commands');
});

afterAll(() => ledger.close());

describe('a batch of commands', () => {
  it('is applied in order and written with both histories', async () => {
    const holdId = newId();
    const decided = await ledger.apply(
      fresh(fund('wallet:one', 1_000)),
      place({ ...own(), holdId, account: 'wallet:one', amount: usd(400) }),
      capture(holdId, { ...own(), transferId: newId(), creditAccount: 'escrow:s1' }),
      fresh(transfers([leg('wallet:one', 'wallet:two', 600)])),
      fresh(transfers([leg('wallet:one', 'wallet:two', 1)])),
      release(holdId, own()),
    );
    expect(decided.map(codeOf)).toEqual([
      'transfers_posted',
      'hold_placed',
      'hold_captured',
      'transfers_posted',
      'insufficient_funds',
      'hold_released',
    ]);
    expect(await ledger.balance('wallet:one')).toEqual(['370', '0']);
    expect(await ledger.balance('wallet:two')).toEqual(['600', '0']);
    expect(await ledger.balance('escrow:s1')).toEqual(['30', '0']);
    expect(await imbalances(ledger.database)).toEqual([]);
  });

  it('is forgotten whole when the transaction around it rolls back', async () => {
    const command = fresh(fund('wallet:gone', 5));
    const failing = ledger.database.transact(async (sql) => {
      await sql.query('SELECT 1');
      await applyCommands(ledger.deps)(sql, [{ command }]);
      throw new Error('crash before commit');
    });
    await expect(failing).rejects.toThrow('crash');
    expect(await ledger.balance('wallet:gone')).toBeUndefined();
    expect((await ledger.apply(command))[0]?.repeated).toBe(false);
  });

  it('answers a repeated id from the store, in a later transaction, refusals too', async () => {
    const good = fresh(fund('wallet:again', 10));
    const bad = fresh(transfers([leg('wallet:again', 'wallet:x', 11)]));
    const first = await ledger.apply(good, bad);
    await ledger.apply(fresh(fund('wallet:again', 100)));
    const again = await ledger.apply(good, bad);
    expect(again.map(({ outcome }) => outcome)).toEqual(first.map(({ outcome }) => outcome));
    expect(again.every(({ repeated }) => repeated)).toBe(true);
    expect(await ledger.balance('wallet:again')).toEqual(['110', '0']);
    const { definition, sequence } = ledger.appended.at(-1) ?? {};
    expect([definition?.type, sequence]).toEqual(['ledger.transfers-refused.v1', undefined]);
  });

  it('keeps tenants apart', async () => {
    const there = { commandId: newId(), tenantId: 't-other' };
    await ledger.apply({ ...fresh(fund('wallet:both', 7)) });
    const [decided] = await ledger.apply({
      ...fresh(transfers([leg('wallet:both', 'wallet:thief', 7)])),
      ...there,
    });
    expect(codeOf(decided)).toBe('account_not_found');
    expect(await ledger.balance('wallet:both', 't-other')).toBeUndefined();
  });

  it('refuses an asset that is not registered, and another exponent of one that is', async () => {
    const decided = await ledger.apply(
      fresh(fund('wallet:one', 1, 'NOPE/2')),
      fresh(fund('wallet:one', 1, 'USD/3')),
      fresh(fund('wallet:one', 1, 'EUR/2')),
    );
    expect(decided.map(codeOf)).toEqual(['asset_not_found', 'asset_not_found', 'transfers_posted']);
  });

  it('keeps the amounts of one currency out of the balances of another', async () => {
    await ledger.apply(fresh(fund('wallet:mixed', 10)));
    const [decided] = await ledger.apply(
      fresh(transfers([leg('wallet:mixed', 'wallet:other', 10, 'EUR/2')])),
    );
    expect(codeOf(decided)).toBe('account_not_found');
    expect(await ledger.balance('wallet:mixed')).toEqual(['10', '0']);
  });

  it('holds amounts of 38 digits exactly and refuses more', async () => {
    const max = 10n ** 38n - 1n;
    const own38 = { tenantId: 't-38' };
    const decided = await ledger.apply(
      { ...fresh(fund('wallet:rich', max, 'ETH/18')), ...own38 },
      { ...fresh(fund('wallet:rich', 1, 'ETH/18')), ...own38 },
    );
    expect(decided.map(codeOf)).toEqual(['transfers_posted', 'amount_overflow']);
    expect(await ledger.balance('wallet:rich', 't-38')).toEqual([max.toString(), '0']);
  });
});

describe('the database behind the state machine', () => {
  it.each([
    ['UPDATE transfer SET amount = amount + 1'],
    ['DELETE FROM transfer'],
    ['TRUNCATE transfer'],
    ['UPDATE entry SET posted_after = 0'],
    ['DELETE FROM entry'],
    ['DELETE FROM account'],
    ['DELETE FROM command_outcome'],
    ["UPDATE command_outcome SET answer = '{}'"],
    ['UPDATE asset SET exponent = 4'],
    ['UPDATE account SET debits_posted = debits_posted - 1, version = version + 1'],
    ["UPDATE account SET asset = 'EUR/2', version = version + 1"],
    ['UPDATE account SET entry_count = entry_count'],
  ])('refuses %s', async (statement) => {
    await ledger.apply(fresh(fund('wallet:kept', 5)));
    await expect(ledger.database.query(statement)).rejects.toMatchObject({ code: 'sql_23001' });
  });

  it.each(["'NaN'", '-1', "'1e38'"])('refuses %s as a counter', async (value) => {
    await expect(
      ledger.database.query(
        `UPDATE account SET credits_posted = ${value}, version = version + 1
          WHERE address = 'revenue:none' OR address = 'wallet:kept'`,
      ),
    ).rejects.toMatchObject({ retryable: false });
  });

  it.each(["'NaN'", "'Infinity'", '0', '-1', "'1e38'"])(
    'refuses %s as the amount of a transfer',
    async (value) => {
      await expect(
        ledger.database.query(
          `INSERT INTO transfer (id, tenant_id, chain_id, chain_index, debit_account_id,
             credit_account_id, amount, asset, code, reference_type, reference_id, posted_at,
             effective_at)
           VALUES (gen_random_uuid(), 't', gen_random_uuid(), 0, gen_random_uuid(),
             gen_random_uuid(), ${value}, 'USD/2', 'x', 'x', 'x', now(), now())`,
        ),
      ).rejects.toMatchObject({ retryable: false });
    },
  );

  it('refuses a balance below its floor', async () => {
    await ledger.apply(fresh(fund('wallet:floored', 5)));
    await expect(
      ledger.database.query(
        `UPDATE account SET debits_posted = 6, version = version + 1
          WHERE address = 'wallet:floored'`,
      ),
    ).rejects.toMatchObject({ code: 'check_violation' });
  });

  it('refuses a hold whose parts do not sum to its whole', async () => {
    const holdId = newId();
    await ledger.apply(
      fresh(fund('wallet:whole', 500)),
      place({ ...own(), holdId, account: 'wallet:whole' }),
    );
    await expect(
      ledger.database.query('UPDATE hold SET captured = captured + 1 WHERE id = $1', [holdId]),
    ).rejects.toMatchObject({ code: 'check_violation' });
  });
});
