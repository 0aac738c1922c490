import { newId } from '../test/ledger-database';
import { usd, fund, posted } from '../test/ledger-requests';
import { operator, startLedger, type RunningLedger } from '../test/running-ledger';

let ledger: RunningLedger;

beforeAll(async () => {
  ledger = await startLedger('ledger_http', 2);
});

afterAll(() => ledger.stop());

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
    const before = Number((await posted(ledger, 'wallet:http')) ?? 0);
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
    expect(Number(await posted(ledger, 'wallet:http'))).toBe(before + 11);
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
    await fund(ledger, 'wallet:legs', 10);
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
    expect(await posted(ledger, 'wallet:legs')).toBe('10');
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
