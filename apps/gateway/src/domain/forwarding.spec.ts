import { requestHeadersFor, responseHeadersFor } from './forwarding';

const forwarded = (headers: string[], hasToken = true) =>
  requestHeadersFor({
    headers,
    hasToken,
    requestId: 'r1',
    clientAddress: '192.0.2.7',
    bodyLength: null,
  });

it('drops what concerns one connection only, also what Connection names', () => {
  const headers = forwarded([
    ...['Connection', 'close, X-Hop'],
    ...['X-Hop', '1'],
    ...['Keep-Alive', 'timeout=5'],
    ...['TE', 'trailers'],
    ...['Transfer-Encoding', 'chunked'],
    ...['Upgrade', 'h2c'],
    ...['Expect', '100-continue'],
    ...['Proxy-Authorization', 'Basic x'],
    ...['Accept', 'application/json'],
  ]);

  expect(headers).toEqual({
    accept: 'application/json',
    'x-request-id': 'r1',
    'x-forwarded-for': '192.0.2.7',
  });
});

it.each(['X-User', 'X-User-Id', 'X-Principal', 'X-Roles', 'X-Auth-Request-User', 'X-Real-IP'])(
  'drops %s, by which nobody may say who calls',
  (name) => {
    expect(forwarded([name, 'mallory'])).not.toHaveProperty(name.toLowerCase());
  },
);

it('drops what other proxies claim, and says itself where the request came from', () => {
  const headers = forwarded([
    ...['X-Forwarded-For', '10.0.0.1'],
    ...['X-Forwarded-Host', 'evil'],
    ...['Forwarded', 'for=10.0.0.1'],
    ...['X-Request-Id', 'theirs'],
    ...['Host', 'evil'],
    ...['Content-Length', '999'],
  ]);

  expect(headers).toEqual({ 'x-request-id': 'r1', 'x-forwarded-for': '192.0.2.7' });
});

it('leaves the tenant to the token, if there is one', () => {
  expect(forwarded(['X-Tenant-Id', 'acme'], true)).not.toHaveProperty('x-tenant-id');
  expect(forwarded(['X-Tenant-Id', 'acme'], false)).toHaveProperty('x-tenant-id', 'acme');
  expect(forwarded(['X-Tenant', 'acme'], false)).not.toHaveProperty('x-tenant');
});

it('keeps token, idempotency key and trace', () => {
  const kept = { authorization: 'Bearer t', 'idempotency-key': 'k', traceparent: '00-1-2-01' };

  expect(forwarded(Object.entries(kept).flat())).toMatchObject(kept);
});

it('keeps repeated headers apart', () => {
  expect(forwarded(['Accept', 'a', 'accept', 'b'])).toMatchObject({ accept: ['a', 'b'] });
});

it('says how long the body is', () => {
  const request = { headers: [], hasToken: false, requestId: 'r', clientAddress: 'a' };

  expect(requestHeadersFor({ ...request, bodyLength: 0 })).toHaveProperty('content-length', '0');
});

it('passes on what a service answers, but for its connection, id and date', () => {
  const headers = responseHeadersFor([
    ...['Connection', 'keep-alive'],
    ...['Date', 'yesterday'],
    ...['X-Request-Id', 'theirs'],
    ...['ETag', '"1"'],
    ...['Link', 'a'],
    ...['Link', 'b'],
  ]);

  expect(headers).toEqual({ etag: '"1"', link: ['a', 'b'] });
});
