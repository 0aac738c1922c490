import { upstreamOf } from './routing';

it.each([
  ['/v1/sales', 'bidding'],
  ['/v1/auctions/a/bids', 'bidding'],
  ['/v1/demo/clock', 'bidding'],
  ['/v1/transfers/t', 'ledger'],
  ['/v1/trial-balance', 'ledger'],
  ['/v1/notifications/stream', 'notification'],
  ['/v1/watches/a', 'notification'],
])('%s belongs to %s', (path, owner) => {
  expect(upstreamOf(path)).toBe(owner);
});

it.each(['/', '/v1', '/v1/', '/v1/salesforce', '/v2/sales', '/sales', '/metrics', '/v1/toString'])(
  '%s belongs to nobody',
  (path) => {
    expect(upstreamOf(path)).toBeNull();
  },
);
