import { createDatabase } from '@outcry/service';
import {
  fund,
  leg,
  place,
  capture,
  transfers,
  usd,
  voidCapture,
} from '../../test/command-builders';
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
import { expireHolds } from './expire-holds.handler';

let ledger: TestLedger;

beforeAll(async () => {
  ledger = await createTestLedger('ledger_replicas');
});

afterAll(() => ledger.close());

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
    for (const name of names) expect(await ledger.balance(name)).toEqual(['10000', '0']);
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
    expect(await ledger.balance('wallet:twice')).toEqual(['800', '0']);
  });

  it('open one account when they all use it first', async () => {
    await ledger.apply(fresh(fund('wallet:opener', 1_000)));
    await Promise.all(
      Array.from({ length: 10 }, () =>
        ledger.apply(fresh(transfers([leg('cash:deposits', 'revenue:fresh', 3)]))),
      ),
    );
    expect(await ledger.balance('revenue:fresh')).toEqual(['30', '0']);
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
    expect(await ledger.balance('wallet:capped')).toEqual(['410', '10']);
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
    expect(await ledger.balance('wallet:slow')).toEqual(['500', '100']);
    expect(await imbalances(ledger.database)).toEqual([]);
  });
});
