import { ledger as contracts } from '@outcry/contracts';
import { createDatabase, type ServiceDatabase } from '@outcry/service';
import { eventually } from '@outcry/testing';
import { imbalances, newId } from '../test/ledger-database';
import { operator, startLedger, type RunningLedger } from '../test/running-ledger';

/** A machine that runs every suite at once is slow; nothing here claims a speed. */

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

const usd = (amount: number | string) => ({ amount: String(amount), asset: 'USD/2' });
const reference = { type: 'paddle', id: 'p1' };
const answersTo = (commandId: string) =>
  [...ledger.published('hold'), ...ledger.published('transfer')].filter(
    ({ data }) => data['commandId'] === commandId,
  );
const answerTo = (commandId: string, count = 1) =>
  eventually(async () => {
    const answers = answersTo(commandId);
    expect(answers.length).toBeGreaterThanOrEqual(count);
    return answers;
  });
const fund = (wallet: string, amount: number, options: { tenantId?: string; key?: string } = {}) =>
  ledger.call(
    { ...operator, ...(options.tenantId === undefined ? {} : { tenantId: options.tenantId }) },
    'POST',
    '/v1/transfers',
    {
      transfers: [
        {
          debitAccount: 'cash:deposits',
          creditAccount: wallet,
          amount: usd(amount),
          code: 'deposit',
        },
      ],
    },
    options.key === undefined ? {} : { key: options.key },
  );
const placeHold = async (account: string, amount: number) => {
  const holdId = newId();
  const commandId = newId();
  await ledger.send(contracts.placeHoldV1, {
    ...{ commandId, holdId, account, reference },
    amount: usd(amount),
    expiresAt: null,
  });
  return { holdId, commandId };
};
const posted = async (address: string) =>
  (await ledger.call(operator, 'GET', `/v1/accounts/${address}?asset=USD/2`)).json['posted'];

describe('the auction’s way through the ledger', () => {
  it('reserves, captures into escrow, pays out, and every step is answered once', async () => {
    expect((await fund('wallet:buyer', 10_000)).status).toBe(201);
    const { holdId, commandId } = await placeHold('wallet:buyer', 6_000);
    const [placed] = await answerTo(commandId);
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
    expect((await answerTo(captureId, 2)).map(({ type }) => type).sort()).toEqual([
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
    const [paid] = await answerTo(payoutId);
    expect(paid).toMatchObject({ type: 'ledger.transfers-posted.v1', key: payoutId });

    const releaseId = newId();
    await ledger.send(contracts.releaseHoldV1, {
      commandId: releaseId,
      ...{ holdId, reference, amount: null },
    });
    expect((await answerTo(releaseId))[0]).toMatchObject({
      type: 'ledger.hold-released.v1',
      sequence: 3n,
      data: { amount: usd(500), remaining: usd(0), balance: { available: '4500' } },
    });
    expect(await posted('escrow:sale1')).toBe('0');
    expect(await posted('wallet:seller')).toBe('4500');
    expect(await imbalances(database)).toEqual([]);
  });

  it('answers a command that is sent again, under a new event, with the same data', async () => {
    await fund('wallet:resend', 100);
    const command = {
      ...{ commandId: newId(), holdId: newId(), account: 'wallet:resend', reference },
      amount: usd(100),
      expiresAt: null,
    };
    await ledger.send(contracts.placeHoldV1, command);
    const [first] = await answerTo(command.commandId);
    await ledger.send(contracts.placeHoldV1, command);
    const [, again] = await answerTo(command.commandId, 2);
    expect(again?.data).toEqual(first?.data);
    expect([again?.sequence, again?.id === first?.id]).toEqual([null, false]);
  });

  it('takes a message that is delivered twice once', async () => {
    await fund('wallet:dup', 100);
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
    await answerTo(commandId);
    await ledger.send(contracts.placeHoldV1, same, { eventId });
    await ledger.send(contracts.placeHoldV1, command(marker));
    await answerTo(marker);
    expect(answersTo(commandId)).toHaveLength(1);
  });

  it('keeps tenants apart', async () => {
    await fund('wallet:shared', 100);
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
    expect((await answerTo(commandId))[0]).toMatchObject({
      tenantId: 'elsewhere',
      type: 'ledger.hold-refused.v1',
      data: { reason: 'account_not_found' },
    });
  });

  it('expires a hold by itself and tells it', async () => {
    await fund('wallet:expiring', 100);
    const holdId = newId();
    const commandId = newId();
    await ledger.send(contracts.placeHoldV1, {
      ...{ commandId, holdId, account: 'wallet:expiring', reference },
      amount: usd(40),
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await answerTo(commandId);
    await database.query('UPDATE hold SET expires_at = clock_timestamp() WHERE id = $1', [holdId]);
    await eventually(async () =>
      expect(ledger.published('hold').filter(({ key }) => key === holdId)).toMatchObject([
        { type: 'ledger.hold-placed.v1', sequence: 1n },
        { type: 'ledger.hold-expired.v1', sequence: 2n, data: { amount: usd(40) } },
      ]),
    );
  });

  it('decides commands of many senders by both replicas without losing a cent', async () => {
    await fund('wallet:busy', 1_000);
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
    for (const id of ids) await answerTo(id);
    expect(await posted('escrow:busy')).toBe(String(30 * 7));
    expect(await posted('wallet:busy')).toBe('1000');
    const trial = await ledger.call(operator, 'GET', '/v1/trial-balance');
    expect(trial.json).toMatchObject({ balanced: true });
    expect(await imbalances(database)).toEqual([]);
  });
});

describe('operator transfers over HTTP', () => {
  const transfer = (amount: unknown, more: object = {}) => ({
    transfers: [
      { debitAccount: 'cash:deposits', creditAccount: 'wallet:http', amount, code: 'deposit' },
    ],
    ...more,
  });

  it('answer byte for byte the same to the same key, on either replica', async () => {
    const key = newId();
    const body = transfer(usd(5));
    const first = await ledger.call(operator, 'POST', '/v1/transfers', body, { key });
    const again = await ledger.call(operator, 'POST', '/v1/transfers', body, { key, replica: 1 });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.text).toBe(first.text);
    const other = await ledger.call(operator, 'POST', '/v1/transfers', transfer(usd(6)), { key });
    expect([other.status, other.json['code']]).toEqual([422, 'idempotency_key_reused']);
  });

  it('answer the first outcome to the same client id under another key, refusals too', async () => {
    const id = newId();
    const body = transfer(usd(9), { id });
    const first = await ledger.call(operator, 'POST', '/v1/transfers', body);
    const again = await ledger.call(operator, 'POST', '/v1/transfers', body);
    expect(again.json).toEqual(first.json);
    const differing = await ledger.call(
      operator,
      'POST',
      '/v1/transfers',
      transfer(usd(8), { id }),
    );
    expect(differing).toMatchObject({
      status: 422,
      json: { code: 'command_id_reused', field: '/transfers/0/amount' },
    });
    const read = await ledger.call(operator, 'GET', `/v1/transfers/${id}`);
    expect(read.json).toMatchObject({ id, transfers: [{ amount: usd(9), code: 'deposit' }] });
  });

  it('tell of concurrent requests with one key once', async () => {
    const before = Number((await posted('wallet:http')) ?? 0);
    const key = newId();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        ledger.call(operator, 'POST', '/v1/transfers', transfer(usd(11)), {
          key,
          replica: index % 2,
        }),
      ),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(Number(await posted('wallet:http'))).toBe(before + 11);
  });

  it.each([
    ['a float', { amount: '1.5', asset: 'USD/2' }],
    ['a number', { amount: 1, asset: 'USD/2' }],
    ['NaN', { amount: 'NaN', asset: 'USD/2' }],
    ['Infinity', { amount: 'Infinity', asset: 'USD/2' }],
    ['a negative amount', { amount: '-1', asset: 'USD/2' }],
    ['39 digits', { amount: '9'.repeat(39), asset: 'USD/2' }],
    ['leading zeros', { amount: '007', asset: 'USD/2' }],
    ['an asset without an exponent', { amount: '1', asset: 'USD' }],
    ['an unknown field', { amount: '1', asset: 'USD/2', scale: 2 }],
  ])('refuse %s as an amount', async (_name, amount) => {
    const answer = await ledger.call(operator, 'POST', '/v1/transfers', transfer(amount));
    expect([answer.status, answer.json['code']]).toEqual([400, 'invalid_request']);
  });

  it('name the leg that failed, and post none', async () => {
    await fund('wallet:legs', 10);
    const leg = (amount: number) => ({
      ...{ debitAccount: 'wallet:legs', creditAccount: 'wallet:other' },
      ...{ amount: usd(amount), code: 'x' },
    });
    const answer = await ledger.call(operator, 'POST', '/v1/transfers', {
      transfers: [leg(6), leg(5)],
    });
    expect(answer).toMatchObject({
      status: 422,
      json: { code: 'insufficient_funds', failedIndex: 1, field: '/transfers/1' },
    });
    expect(await posted('wallet:legs')).toBe('10');
  });
});

describe('assets and accounts over HTTP', () => {
  it('register an asset once, for ever', async () => {
    const register = (asset: string) => ledger.call(operator, 'POST', '/v1/assets', { asset });
    expect([(await register('PTS/0')).status, (await register('PTS/0')).status]).toEqual([
      201, 201,
    ]);
    expect(await register('PTS/2')).toMatchObject({
      status: 409,
      json: { code: 'asset_conflict' },
    });
    expect(await register('USD/3')).toMatchObject({
      status: 409,
      json: { code: 'asset_conflict' },
    });
    expect((await register('XYZ/37')).status).toBe(400);
    expect((await register('XYZ/02')).status).toBe(400);
    const list = await ledger.call({ sub: 'ann' }, 'GET', '/v1/assets');
    expect(list.json['items']).toContainEqual({
      ...{ asset: 'PTS/0', code: 'PTS', exponent: 0, standard: false },
    });
  });

  it('open an account with a credit limit, which then counts', async () => {
    const open = (body: object) => ledger.call(operator, 'POST', '/v1/accounts', body);
    const account = { address: 'wallet:limit', asset: 'USD/2', minAvailable: '-50' };
    expect(await open(account)).toMatchObject({ status: 201, json: { minAvailable: '-50' } });
    expect((await open(account)).status).toBe(201);
    expect((await open({ ...account, minAvailable: null })).json['code']).toBe('account_conflict');
    expect((await open({ ...account, address: 'nope:x' })).json['code']).toBe(
      'unknown_account_class',
    );
    expect((await open({ ...account, asset: 'QQQ/2' })).json['code']).toBe('asset_not_found');
    const pay = (amount: number) =>
      ledger.call(operator, 'POST', '/v1/transfers', {
        transfers: [
          {
            ...{ debitAccount: 'wallet:limit', creditAccount: 'wallet:x' },
            ...{ amount: usd(amount), code: 'x' },
          },
        ],
      });
    expect([(await pay(50)).status, (await pay(1)).status]).toEqual([201, 422]);
  });
});

describe('reads', () => {
  const ann = { sub: 'reader' };
  beforeAll(async () => {
    for (let count = 0; count < 5; count += 1) await fund('wallet:reader', 10 + count);
    await fund('wallet:stranger', 77);
    for (let count = 0; count < 3; count += 1) {
      await answerTo((await placeHold('wallet:reader', 5)).commandId);
    }
  });

  it('page through a history, newest first, each with the balance after', async () => {
    const path = '/v1/accounts/wallet:reader/entries?asset=USD/2&limit=2';
    const seen: unknown[] = [];
    for (let cursor = ''; ;) {
      const page = await ledger.call(ann, 'GET', `${path}${cursor}`);
      expect(page.status).toBe(200);
      seen.push(
        ...(page.json['items'] as { seq: string; postedAfter: string }[]).map(
          ({ seq, postedAfter }) => [seq, postedAfter],
        ),
      );
      if (page.json['nextCursor'] === null) break;
      cursor = `&cursor=${page.json['nextCursor'] as string}`;
    }
    expect(seen).toEqual([
      ['5', '60'],
      ['4', '46'],
      ['3', '33'],
      ['2', '21'],
      ['1', '10'],
    ]);
  });

  it('page through holds and accounts', async () => {
    const first = await ledger.call(ann, 'GET', '/v1/holds?limit=2&status=open');
    const rest = await ledger.call(
      ann,
      'GET',
      `/v1/holds?limit=2&status=open&cursor=${String(first.json['nextCursor'])}`,
    );
    const ids = [first, rest].flatMap(({ json }) => json['items'] as { id: string }[]);
    expect(new Set(ids.map(({ id }) => id)).size).toBe(3);
    expect(rest.json['nextCursor']).toBeNull();
    const all = await ledger.call(operator, 'GET', '/v1/accounts?limit=1&class=cash');
    expect(all.json).toMatchObject({ items: [{ address: 'cash:deposits' }] });
  });

  it('refuse a cursor that is none', async () => {
    for (const cursor of ['x', 'WyJ4Il0', Buffer.from('["x","y"]').toString('base64url')]) {
      const answer = await ledger.call(ann, 'GET', `/v1/holds?cursor=${cursor}`);
      expect([answer.status, answer.json['code']]).toEqual([400, 'invalid_request']);
    }
  });

  it('show others than operators only what is theirs', async () => {
    const accounts = await ledger.call(ann, 'GET', '/v1/accounts');
    expect((accounts.json['items'] as { address: string }[]).map(({ address }) => address)).toEqual(
      ['wallet:reader'],
    );
    const holdId = String(
      ((await ledger.call(ann, 'GET', '/v1/holds')).json['items'] as { id: string }[])[0]?.id,
    );
    const deposit = (await fund('wallet:stranger', 1)).json['id'];
    const paths: [string, number, number][] = [
      ['/v1/accounts/wallet:stranger?asset=USD/2', 404, 200],
      ['/v1/accounts/wallet:stranger/entries?asset=USD/2', 404, 200],
      ['/v1/accounts/cash:deposits?asset=USD/2', 404, 200],
      [`/v1/transfers/${String(deposit)}`, 404, 200],
      [`/v1/holds/${holdId}`, 200, 200],
      ['/v1/trial-balance', 403, 200],
    ];
    for (const [path, own, theirs] of paths) {
      const statuses = [
        await ledger.call(ann, 'GET', path),
        await ledger.call(operator, 'GET', path),
      ];
      expect([path, ...statuses.map(({ status }) => status)]).toEqual([path, own, theirs]);
    }
    const stranger = await ledger.call({ sub: 'stranger' }, 'GET', `/v1/holds/${holdId}`);
    const elsewhere = await ledger.call(
      { ...operator, tenantId: 'elsewhere' },
      'GET',
      `/v1/holds/${holdId}`,
    );
    expect([stranger.status, elsewhere.status]).toEqual([404, 404]);
    expect((await ledger.call(ann, 'POST', '/v1/transfers', {})).status).toBe(403);
    expect((await ledger.call(null, 'GET', '/v1/holds')).status).toBe(401);
  });

  it('balance a tenant without accounts, too', async () => {
    const path = '/v1/trial-balance';
    const { json } = await ledger.call({ ...operator, tenantId: 'nobody' }, 'GET', path);
    expect(json).toMatchObject({ balanced: true, assets: [] });
    expect(Date.parse(json['asOf'] as string)).toBeGreaterThan(Date.UTC(2020, 0, 1));
    const ours = await ledger.call(operator, 'GET', path);
    const [usdBalance] = (ours.json['assets'] as { asset: string; classes: object[] }[]).filter(
      ({ asset }) => asset === 'USD/2',
    );
    expect(usdBalance).toMatchObject({ balanced: true });
    expect(usdBalance?.classes).toContainEqual(
      expect.objectContaining({ class: 'cash', normalSide: 'debit', credits: '0' }),
    );
  });

  it('find a chain by the id of one of its transfers, without the legs of others', async () => {
    await fund('wallet:payer', 100);
    const leg = (creditAccount: string) => ({
      ...{ debitAccount: 'wallet:payer', creditAccount, amount: usd(1), code: 'x' },
    });
    const chain = await ledger.call(operator, 'POST', '/v1/transfers', {
      transfers: [leg('wallet:reader'), leg('revenue:commission')],
    });
    const [, second] = chain.json['transfers'] as { transferId: string }[];
    const path = `/v1/transfers/${String(second?.transferId)}`;
    expect((await ledger.call(operator, 'GET', path)).json['transfers']).toHaveLength(2);
    expect((await ledger.call(ann, 'GET', path)).json['transfers']).toMatchObject([
      { creditAccount: 'wallet:reader' },
    ]);
  });
});
