import { amount, AUCTION, startBiddingApp, type BiddingApp } from '../../test/bidding-app';

describe('what an HTTP app takes', () => {
  let app: BiddingApp;
  beforeAll(async () => {
    app = await startBiddingApp();
  });
  afterAll(() => app.stop());
  beforeEach(() => app.forget());

  it('hands a handler what was parsed, who calls, the key and the hash of the body', async () => {
    const answer = await app.placing({ body: { amount }, headers: { 'x-request-id': 'req-7' } });
    expect([answer.status, answer.json]).toEqual([201, { bidId: 'b1' }]);
    expect(answer.headers.get('x-request-id')).toBe('req-7');
    expect(app.seen).toMatchObject({
      params: { auctionId: AUCTION },
      body: { amount },
      principal: { id: 'ann', roles: ['bidder'] },
      tenantId: 'default',
      idempotencyKey: 'k1',
      requestId: 'req-7',
    });
  });

  it('hashes equal bodies equally whatever the order of their fields', async () => {
    await app.placing({ text: '{"amount":{"amount":"1","asset":"USD/2"},"note":"x"}' });
    const first = app.seen?.bodyHash;
    await app.placing({ text: '{ "note": "x", "amount": {"asset":"USD/2","amount":"1"} }' });
    expect(app.seen?.bodyHash).toBe(first);
    await app.placing({ text: '{"amount":{"amount":"2","asset":"USD/2"},"note":"x"}' });
    expect(app.seen?.bodyHash).not.toBe(first);
  });

  it.each([
    ['an unknown field', { amount, maximum: 1 }, '/maximum'],
    ['a float for money', { amount: { amount: 1.5, asset: 'USD/2' } }, '/amount/amount'],
    [
      'a fraction as text for money',
      { amount: { amount: '1.5', asset: 'USD/2' } },
      '/amount/amount',
    ],
    ['a missing field', {}, '/amount'],
    ['a list', [], ''],
  ])('refuses %s and points at it', async (_what, body, pointer) => {
    const answer = await app.placing({ body });
    expect([answer.status, answer.json.code, answer.json.field]).toEqual([
      400,
      'invalid_request',
      pointer,
    ]);
    expect(app.seen).toBeUndefined();
  });

  it('refuses a member named __proto__ like any unknown field', async () => {
    const answer = await app.placing({
      text: '{"amount":{"amount":"1","asset":"USD/2"},"__proto__":{"roles":["operator"]}}',
    });
    expect([answer.status, answer.json.code]).toEqual([400, 'invalid_request']);
  });

  it('names the place where malformed JSON stops being JSON', async () => {
    const answer = await app.placing({ text: '{\n  "amount": 1.}' });
    expect([answer.status, answer.json.code]).toEqual([400, 'malformed_json']);
    expect(answer.json).toMatchObject({ position: 15, line: 2, column: 14 });
    expect(answer.json.detail).not.toContain('amount');
  });

  it('refuses a body that is not JSON, not UTF-8 or too large', async () => {
    const form = await app.placing({ text: 'a=1', headers: { 'content-type': 'text/plain' } });
    expect([form.status, form.json.code]).toEqual([415, 'unsupported_media_type']);
    const latin = { 'content-type': 'application/json; charset=latin1' };
    expect((await app.placing({ text: '{}', headers: latin })).status).toBe(415);
    const large = await app.placing({ body: { amount, note: 'x'.repeat(70_000) } });
    expect([large.status, large.json.limitBytes]).toEqual([413, 65_536]);
  });

  it('requires an idempotency key, once and well-formed, where state changes', async () => {
    const authorization = await app.bidder();
    const missing = await app.call('POST', `/v1/auctions/${AUCTION}/bids`, {
      body: { amount },
      headers: { authorization },
    });
    expect([missing.status, missing.json.code]).toEqual([400, 'idempotency_key_missing']);
    for (const key of ['', 'a,b', 'x'.repeat(256), '"open']) {
      const answer = await app.placing({ body: { amount }, headers: { 'idempotency-key': key } });
      expect([key, answer.status, answer.json.code]).toEqual([key, 400, 'idempotency_key_invalid']);
    }
  });

  it('refuses unknown query parameters and ill-formed ids by name', async () => {
    const query = await app.call('GET', `/v1/auctions/${AUCTION}?limit=5&color=red`);
    expect([query.status, query.json.field, query.json.errors[0].in]).toEqual([
      400,
      '/color',
      'query',
    ]);
    const id = await app.call('GET', '/v1/auctions/42');
    expect([id.status, id.json.field, id.json.errors[0].in]).toEqual([400, '/auctionId', 'path']);
    expect((await app.call('GET', '/v1/auctions/%E0%A4%A')).json.code).toBe('invalid_request');
  });
});
