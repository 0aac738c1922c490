import { usd, answerTo, fund, placeHold } from '../test/ledger-requests';
import { operator, startLedger, type RunningLedger } from '../test/running-ledger';

let ledger: RunningLedger;

beforeAll(async () => {
  ledger = await startLedger('ledger_reads', 2);
});

afterAll(() => ledger.stop());

describe('reads', () => {
  const ann = { sub: 'reader' };
  beforeAll(async () => {
    for (let count = 0; count < 5; count += 1) await fund(ledger, 'wallet:reader', 10 + count);
    await fund(ledger, 'wallet:stranger', 77);
    for (let count = 0; count < 3; count += 1) {
      await answerTo(ledger, (await placeHold(ledger, 'wallet:reader', 5)).commandId);
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
    const deposit = (await fund(ledger, 'wallet:stranger', 1)).json['id'];
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
    await fund(ledger, 'wallet:payer', 100);
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
