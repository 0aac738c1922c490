import { ledger as contracts } from '@outcry/contracts';
import { createDatabase, type ServiceDatabase } from '@outcry/service';
import { eventually } from '@outcry/testing';
import { imbalances, newId } from '../test/ledger-database';
import {
  usd,
  reference,
  answersTo,
  answerTo,
  fund,
  placeHold,
  posted,
} from '../test/ledger-requests';
import { operator, startLedger, type RunningLedger } from '../test/running-ledger';

let ledger: RunningLedger;

let database: ServiceDatabase;

beforeAll(async () => {
  ledger = await startLedger('ledger_component', 2);
  database = createDatabase({ connectionString: ledger.test.connectionString });
});

afterAll(async () => {
  await database.close();
  await ledger.stop();
});

describe('the auction’s way through the ledger', () => {
  it('reserves, captures into escrow, pays out, and every step is answered once', async () => {
    expect((await fund(ledger, 'wallet:buyer', 10_000)).status).toBe(201);
    const { holdId, commandId } = await placeHold(ledger, 'wallet:buyer', 6_000);
    const [placed] = await answerTo(ledger, commandId);
    expect(placed).toMatchObject({
      type: 'ledger.hold-placed.v1',
      key: holdId,
      sequence: 1n,
      data: { remaining: usd(6_000), balance: { posted: '10000', available: '4000' } },
    });

    const captureId = newId();
    await ledger.send(contracts.captureHoldV1, {
      commandId: captureId,
      ...{ holdId, reference, creditAccount: 'escrow:sale1', amount: usd(5_500) },
    });
    expect((await answerTo(ledger, captureId, 2)).map(({ type }) => type).sort()).toEqual([
      'ledger.hold-captured.v1',
      'ledger.transfers-posted.v1',
    ]);

    const payoutId = newId();
    const leg = (creditAccount: string, amount: number, code: string) => ({
      ...{ debitAccount: 'escrow:sale1', creditAccount, amount: usd(amount), code },
    });
    await ledger.send(contracts.postTransfersV1, {
      commandId: payoutId,
      reference: { type: 'settlement', id: 's1' },
      transfers: [
        leg('wallet:seller', 4_500, 'payout'),
        leg('revenue:premium', 500, 'premium'),
        leg('revenue:commission', 500, 'commission'),
      ],
    });
    const [paid] = await answerTo(ledger, payoutId);
    expect(paid).toMatchObject({ type: 'ledger.transfers-posted.v1', key: payoutId });

    const releaseId = newId();
    await ledger.send(contracts.releaseHoldV1, {
      commandId: releaseId,
      ...{ holdId, reference, amount: null },
    });
    expect((await answerTo(ledger, releaseId))[0]).toMatchObject({
      type: 'ledger.hold-released.v1',
      sequence: 3n,
      data: { amount: usd(500), remaining: usd(0), balance: { available: '4500' } },
    });
    expect(await posted(ledger, 'escrow:sale1')).toBe('0');
    expect(await posted(ledger, 'wallet:seller')).toBe('4500');
    expect(await imbalances(database)).toEqual([]);
  });

  it('answers a command that is sent again, under a new event, with the same data', async () => {
    await fund(ledger, 'wallet:resend', 100);
    const command = {
      ...{ commandId: newId(), holdId: newId(), account: 'wallet:resend', reference },
      amount: usd(100),
      expiresAt: null,
    };
    await ledger.send(contracts.placeHoldV1, command);
    const [first] = await answerTo(ledger, command.commandId);
    await ledger.send(contracts.placeHoldV1, command);
    const [, again] = await answerTo(ledger, command.commandId, 2);
    expect(again?.data).toEqual(first?.data);
    expect([again?.sequence, again?.id === first?.id]).toEqual([null, false]);
  });

  it('takes a message that is delivered twice once', async () => {
    await fund(ledger, 'wallet:dup', 100);
    const commandId = newId();
    const marker = newId();
    const eventId = newId();
    const command = (id: string) => ({
      ...{ commandId: id, holdId: newId(), account: 'wallet:dup', reference },
      amount: usd(1),
      expiresAt: null,
    });
    const same = command(commandId);
    await ledger.send(contracts.placeHoldV1, same, { eventId });
    await answerTo(ledger, commandId);
    await ledger.send(contracts.placeHoldV1, same, { eventId });
    await ledger.send(contracts.placeHoldV1, command(marker));
    await answerTo(ledger, marker);
    expect(answersTo(ledger, commandId)).toHaveLength(1);
  });

  it('keeps tenants apart', async () => {
    await fund(ledger, 'wallet:shared', 100);
    const commandId = newId();
    await ledger.send(
      contracts.placeHoldV1,
      {
        ...{ commandId, holdId: newId(), account: 'wallet:shared', reference },
        amount: usd(1),
        expiresAt: null,
      },
      { tenantId: 'elsewhere' },
    );
    expect((await answerTo(ledger, commandId))[0]).toMatchObject({
      tenantId: 'elsewhere',
      type: 'ledger.hold-refused.v1',
      data: { reason: 'account_not_found' },
    });
  });

  it('expires a hold by itself and tells it', async () => {
    await fund(ledger, 'wallet:expiring', 100);
    const holdId = newId();
    const commandId = newId();
    await ledger.send(contracts.placeHoldV1, {
      ...{ commandId, holdId, account: 'wallet:expiring', reference },
      amount: usd(40),
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await answerTo(ledger, commandId);
    await database.query('UPDATE hold SET expires_at = clock_timestamp() WHERE id = $1', [holdId]);
    await eventually(async () =>
      expect(ledger.published('hold').filter(({ key }) => key === holdId)).toMatchObject([
        { type: 'ledger.hold-placed.v1', sequence: 1n },
        { type: 'ledger.hold-expired.v1', sequence: 2n, data: { amount: usd(40) } },
      ]),
    );
  });

  it('decides commands of many senders by both replicas without losing a cent', async () => {
    await fund(ledger, 'wallet:busy', 1_000);
    const ids = Array.from({ length: 60 }, () => newId());
    await Promise.all(
      ids.map((commandId, index) =>
        ledger.send(contracts.postTransfersV1, {
          commandId,
          reference,
          transfers: [
            {
              debitAccount: index % 2 ? 'wallet:busy' : 'cash:deposits',
              creditAccount: index % 2 ? 'escrow:busy' : 'wallet:busy',
              amount: usd(7),
              code: 'test',
            },
          ],
        }),
      ),
    );
    for (const id of ids) await answerTo(ledger, id);
    expect(await posted(ledger, 'escrow:busy')).toBe(String(30 * 7));
    expect(await posted(ledger, 'wallet:busy')).toBe('1000');
    const trial = await ledger.call(operator, 'GET', '/v1/trial-balance');
    expect(trial.json).toMatchObject({ balanced: true });
    expect(await imbalances(database)).toEqual([]);
  });
});
