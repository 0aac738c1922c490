import { createDatabase } from '@outcry/service';
import {
  fund,
  leg,
  place,
  capture,
  release,
  transfers,
  usd,
  voidCapture,
} from '../../test/command-builders';
import { createTestLedger, imbalances, newId, type TestLedger } from '../../test/ledger-database';
import type { Decided } from '../domain/ledger.decide';
import { applyCommands } from './apply-commands.handler';
import { expireHolds } from './expire-holds.handler';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger('apply_commands');
});
afterAll(() => ledger.close());

const own = () => ({ commandId: newId(), tenantId: 't-main' });
const codeOf = (decided: Decided | undefined) => {
  const answer = decided?.outcome.answer;
  return answer?.kind === 'refused' ? answer.rejection.code : answer?.kind;
};
const balance = async (address: string, tenantId = 't-main') => {
  const { rows } = await ledger.database.query<{ posted: string; pending: string }>(
    `SELECT CASE normal_side WHEN 'credit' THEN credits_posted - debits_posted
                             ELSE debits_posted - credits_posted END AS posted,
            debits_pending AS pending
       FROM account WHERE tenant_id = $1 AND address = $2`,
    [tenantId, address],
  );
  return rows[0] ? [rows[0].posted, rows[0].pending] : undefined;
};

/** Ids of transfers are the ledger's to choose; the builders' are only for the pure machine. */
const fresh = <T extends { legs: readonly object[] }>(command: T): T => ({
  ...command,
  ...own(),
  legs: command.legs.map((one) => ({ ...one, transferId: newId() })),
});

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
    expect(await balance('wallet:one')).toEqual(['370', '0']);
    expect(await balance('wallet:two')).toEqual(['600', '0']);
    expect(await balance('escrow:s1')).toEqual(['30', '0']);
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
    expect(await balance('wallet:gone')).toBeUndefined();
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
    expect(await balance('wallet:again')).toEqual(['110', '0']);
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
    expect(await balance('wallet:both', 't-other')).toBeUndefined();
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
    expect(await balance('wallet:mixed')).toEqual(['10', '0']);
  });

  it('holds amounts of 38 digits exactly and refuses more', async () => {
    const max = 10n ** 38n - 1n;
    const own38 = { tenantId: 't-38' };
    const decided = await ledger.apply(
      { ...fresh(fund('wallet:rich', max, 'ETH/18')), ...own38 },
      { ...fresh(fund('wallet:rich', 1, 'ETH/18')), ...own38 },
    );
    expect(decided.map(codeOf)).toEqual(['transfers_posted', 'amount_overflow']);
    expect(await balance('wallet:rich', 't-38')).toEqual([max.toString(), '0']);
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

describe('replicas side by side', () => {
  it('never deadlock or lose a cent when they post between the same accounts in opposite orders', async () => {
    const names = Array.from({ length: 6 }, (_, index) => `wallet:race${index}`);
    await ledger.apply(...names.map((name) => fresh(fund(name, 10_000))));
    const repeats: string[] = [];
    const second = createDatabase({
      connectionString: ledger.connectionString,
      maxConnections: 8,
      onRepeat: (code) => repeats.push(code),
    });
    const apply = applyCommands(ledger.deps);
    const batch = (order: string[]) =>
      order.map((from, index) => ({
        command: fresh(transfers([leg(from, order[(index + 1) % order.length] ?? '', 1)])),
      }));
    await Promise.all(
      Array.from({ length: 40 }, (_, round) =>
        second.transact((sql) => apply(sql, batch(round % 2 ? names : [...names].reverse()))),
      ),
    );
    expect(repeats).toEqual([]);
    for (const name of names) expect(await balance(name)).toEqual(['10000', '0']);
    expect(await imbalances(ledger.database)).toEqual([]);
    await second.close();
  });

  it('apply overlapping batches of the same commands once', async () => {
    await ledger.apply(fresh(fund('wallet:twice', 1_000)));
    const commands = Array.from({ length: 20 }, () =>
      fresh(transfers([leg('wallet:twice', `escrow:${newId()}`, 10)])),
    );
    const results = await Promise.all([
      ledger.apply(...commands),
      ledger.apply(...[...commands].reverse()),
      ledger.apply(...commands.slice(5, 15)),
    ]);
    expect(results.flat().filter(({ repeated }) => !repeated)).toHaveLength(20);
    expect(await balance('wallet:twice')).toEqual(['800', '0']);
  });

  it('open one account when they all use it first', async () => {
    await ledger.apply(fresh(fund('wallet:opener', 1_000)));
    await Promise.all(
      Array.from({ length: 10 }, () =>
        ledger.apply(fresh(transfers([leg('cash:deposits', 'revenue:fresh', 3)]))),
      ),
    );
    expect(await balance('revenue:fresh')).toEqual(['30', '0']);
  });

  it('decide a refused command, which locks nothing, once', async () => {
    const command = fresh(transfers([leg('wallet:nobody', 'wallet:one', 3)]));
    const results = await Promise.all(Array.from({ length: 8 }, () => ledger.apply(command)));
    expect(results.flat().map(codeOf)).toEqual(Array(8).fill('account_not_found'));
    expect(results.flat().filter(({ repeated }) => !repeated)).toHaveLength(1);
  });

  it('let either a capture or its void win, never both and never neither', async () => {
    await ledger.apply(fresh(fund('wallet:contest', 100_000)));
    for (let round = 0; round < 12; round += 1) {
      const holdId = newId();
      await ledger.apply(place({ ...own(), holdId, account: 'wallet:contest' }));
      const wanted = capture(holdId, { ...own(), transferId: newId() });
      const [captured, voided] = await Promise.all([
        ledger.apply(wanted),
        ledger.apply(voidCapture(holdId, wanted.commandId, own())),
      ]);
      const pair = [codeOf(captured[0]), codeOf(voided[0])];
      expect([
        ['hold_captured', 'capture_stands'],
        ['capture_voided', 'capture_voided'],
      ]).toContainEqual(pair);
    }
    expect(await imbalances(ledger.database)).toEqual([]);
  });

  it('capture no more than a hold has', async () => {
    const holdId = newId();
    await ledger.apply(
      fresh(fund('wallet:capped', 500)),
      place({ ...own(), holdId, account: 'wallet:capped', amount: usd(100) }),
    );
    const results = await Promise.all(
      Array.from({ length: 10 }, () =>
        ledger.apply(capture(holdId, { ...own(), transferId: newId(), amount: usd(30) })),
      ),
    );
    const codes = results.flat().map(codeOf);
    expect(codes.filter((code) => code === 'hold_captured')).toHaveLength(3);
    expect(codes.filter((code) => code === 'exceeds_hold')).toHaveLength(7);
    expect(await balance('wallet:capped')).toEqual(['410', '10']);
  });
});

describe('the sweeper', () => {
  it('ends what is due, earliest first, once among several replicas, and tells it', async () => {
    const ids = [newId(), newId(), newId()];
    await ledger.apply(
      fresh(fund('wallet:slow', 500)),
      ...ids.map((holdId) => place({ ...own(), holdId, account: 'wallet:slow' })),
    );
    await ledger.database.query(
      `UPDATE hold SET expires_at = clock_timestamp() - make_interval(secs => array_position($1, id))
        WHERE id = ANY($1)`,
      [ids.slice(0, 2)],
    );
    ledger.appended.length = 0;
    const sweep = expireHolds(ledger.deps);
    await Promise.all([1, 2, 3].map(() => ledger.database.transact(sweep)));
    expect(await ledger.database.transact(sweep)).toBe(0);
    expect(
      ledger.appended.map(({ definition, key, sequence }) => [definition.type, key, sequence]),
    ).toEqual([
      ['ledger.hold-expired.v1', ids[1], 2n],
      ['ledger.hold-expired.v1', ids[0], 2n],
    ]);
    expect(await balance('wallet:slow')).toEqual(['500', '100']);
    expect(await imbalances(ledger.database)).toEqual([]);
  });
});
