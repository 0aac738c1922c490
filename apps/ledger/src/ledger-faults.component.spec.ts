import { ledger as contracts } from '@outcry/contracts';
import { createDatabase, type ServiceDatabase } from '@outcry/service';
import { eventually } from '@outcry/testing';
import { imbalances, newId } from '../test/ledger-database';
import { operator, startLedger, type RunningLedger } from '../test/running-ledger';

/** A machine that runs every suite at once is slow; nothing here claims a speed. */

let ledger: RunningLedger;
let database: ServiceDatabase;
beforeAll(async () => {
  ledger = await startLedger('ledger_faults', 2);
  database = createDatabase({
    connectionString: ledger.test.connectionString,
    applicationName: 'observer',
  });
});
afterAll(async () => {
  await database.close();
  await ledger.stop();
});

const deposit = (wallet: string, amount: string) => ({
  transfers: [
    {
      ...{ debitAccount: 'cash:deposits', creditAccount: wallet, code: 'deposit' },
      amount: { amount, asset: 'USD/2' },
    },
  ],
});
const pay = (from: string, to: string) => ({
  commandId: newId(),
  reference: { type: 'test', id: 't' },
  transfers: [
    {
      ...{ debitAccount: from, creditAccount: to, code: 'pay' },
      amount: { amount: '1', asset: 'USD/2' },
    },
  ],
});
const answered = (): Set<unknown> =>
  new Set(ledger.published('transfer').map(({ data }) => data['commandId']));
const balance = async (wallet: string) => {
  const { rows } = await database.query<{ posted: string }>(
    'SELECT credits_posted - debits_posted AS posted FROM account WHERE address = $1',
    [wallet],
  );
  return rows[0]?.posted;
};
/** As a client does: the same key until there is an answer. */
const insist = async (body: object): Promise<void> => {
  const key = newId();
  await eventually(async () => {
    const { status } = await ledger.call(operator, 'POST', '/v1/transfers', body, { key });
    expect(status).toBe(201);
  });
};

describe('with servers that fail', () => {
  it('goes on while the broker is down, and tells everything afterwards', async () => {
    ledger.transport.faults.setUp(false);
    const before = answered();
    const answer = await ledger.call(operator, 'POST', '/v1/transfers', deposit('wallet:q', '5'));
    expect(answer.status).toBe(201);
    const waiting = await database.query('SELECT 1 FROM outbox');
    expect(waiting.rowCount).toBeGreaterThan(0);
    expect(answered()).toEqual(before);
    ledger.transport.faults.setUp(true);
    await eventually(async () => expect(answered()).toContain(answer.json['id']));
  });

  it('repeats under the same id what the broker may not have stored', async () => {
    ledger.transport.faults.failNextSend('after');
    const { json } = await ledger.call(operator, 'POST', '/v1/transfers', deposit('wallet:r', '5'));
    const told = () =>
      ledger.published('transfer').filter(({ data }) => data['commandId'] === json['id']);
    await eventually(async () => expect(told().length).toBeGreaterThan(1));
    expect(new Set(told().map(({ id }) => id)).size).toBe(1);
  });

  it('applies every command once while its database connections are cut again and again', async () => {
    await insist(deposit('wallet:cut', '1000'));
    const commands = Array.from({ length: 120 }, () => pay('wallet:cut', 'escrow:cut'));
    const cut = () =>
      database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'ledger'`,
      );
    const cutOften = async () => {
      for (let cuts = 0; cuts < 12; cuts += 1) {
        await cut();
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
    };
    await Promise.all([
      cutOften(),
      insist(deposit('wallet:cut', '7')),
      ...commands.map((command) => ledger.send(contracts.postTransfersV1, command)),
    ]);
    const ids = commands.map(({ commandId }) => commandId);
    await eventually(async () => {
      const known = answered();
      expect(ids.filter((id) => !known.has(id))).toEqual([]);
    });
    expect(await balance('escrow:cut')).toBe('120');
    expect(await balance('wallet:cut')).toBe('887');
    expect(await imbalances(database)).toEqual([]);
  });

  it('holds a command that breaks its contract, and goes on', async () => {
    const bad = { ...pay('wallet:cut', 'escrow:cut'), transfers: [] };
    const good = pay('wallet:cut', 'escrow:cut');
    await ledger.send(contracts.postTransfersV1, bad);
    await ledger.send(contracts.postTransfersV1, good);
    await eventually(async () => expect(answered()).toContain(good.commandId));
    await eventually(async () => {
      const { rows } = await database.query(
        "SELECT state, type FROM held_message WHERE state = 'dead'",
      );
      expect(rows).toEqual([{ state: 'dead', type: 'ledger.post-transfers.v1' }]);
    });
    expect(answered()).not.toContain(bad.commandId);
  });
});
