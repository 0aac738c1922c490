import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoRole, Marketplace } from '@outcry/demo';
import { admit, newTenant, openAuction, openSale, tokenOf, usd } from './people';
import { urlOf, waitUntilReady } from './system';

type Row = {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly caller: 'anonymous' | DemoRole;
  readonly resource: 'own' | 'foreign';
  readonly expected: 'allowed' | 'unauthenticated' | 'forbidden' | 'not_found';
};

const SERVICES = ['bidding', 'ledger', 'notification'] as const;
const PATIENCE_MS = 60_000;
const AUCTION_MS = 4_000;

/** The matrix as `npm run generate` makes it from the routes' own declarations. */
const matrixOf = (service: string): Row[] =>
  JSON.parse(
    readFileSync(join(__dirname, `../../../docs/authorisation/${service}.json`), 'utf8'),
  ) as Row[];

/** Bodies that would do something, for operations on what belongs to somebody else. */
const BODIES: Readonly<Record<string, unknown>> = {
  changeLimit: { limit: usd(5_000) },
  editAuction: { startPrice: usd(5_000) },
  cancelAuction: { reason: 'Mine now.' },
  lowerReserve: { reserve: usd(1) },
  openDispute: { reason: 'Not as described.' },
  closePaddle: {},
  confirmDelivery: {},
  scheduleAuction: {},
  readNotification: {},
};
/** Refused before anything happens, but only to those whom the operation would serve. */
const NONSENSE = { nonsense: true };
const STATUS = { unauthenticated: 401, forbidden: 403, not_found: 404 } as const;

describe.each(SERVICES)('authorisation at the own port of %s', (service) => {
  let market: Marketplace;
  let ids: Record<string, string>;

  beforeAll(async () => {
    await waitUntilReady();
    market = newTenant();
    const saleId = await openSale(market);
    const { paddleId } = await admit(market, saleId, 'ada', 100_000);
    const auctionId = await openAuction(market, saleId);
    const soldId = await openAuction(market, saleId, { lengthMs: AUCTION_MS });
    await market.bid('ada', soldId, usd(2_000), randomUUID());
    const notificationId = await market.until('the win', PATIENCE_MS, async () => {
      const { items } = (await market.get('ada', 'bidder', '/v1/notifications')) as {
        items: { notificationId: string; kind: string }[];
      };
      return items.find(({ kind }) => kind === 'won')?.notificationId ?? null;
    });
    const settlementId = await market.until('the settlement', PATIENCE_MS, async () => {
      const [settlement] = await market.settlements();
      return settlement?.settlementId ?? null;
    });
    const { id } = (await market.post('operator', 'operator', '/v1/transfers', {
      transfers: [
        {
          debitAccount: 'cash:deposits',
          creditAccount: 'wallet:ada',
          amount: usd(1),
          code: 'deposit',
        },
      ],
    })) as { id: string };
    ids = {
      saleId,
      paddleId,
      auctionId,
      settlementId,
      notificationId,
      id,
      holdId: paddleId,
      address: 'wallet:ada',
    };
  });

  /** What is foreign belongs to ada and to the seller; these people own nothing. */
  const subjectOf = ({ caller, resource }: Row): string =>
    caller === 'operator'
      ? 'operator'
      : resource === 'foreign'
        ? 'eve'
        : caller === 'seller'
          ? 'seller'
          : 'ada';

  const ask = async (row: Row): Promise<number> => {
    const path = row.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '');
    const query = path.includes('/accounts/') ? '?asset=USD/2' : '';
    const headers: Record<string, string> = { 'x-tenant-id': market.tenantId };
    if (row.caller !== 'anonymous') {
      headers['authorization'] = `Bearer ${await tokenOf(market, subjectOf(row), row.caller)}`;
    }
    const writes = row.method !== 'GET' && row.method !== 'DELETE';
    if (writes) {
      headers['content-type'] = 'application/json';
      headers['idempotency-key'] = randomUUID();
      headers['if-match'] = '"any"';
    }
    const body = row.expected === 'not_found' ? BODIES[row.operationId] : NONSENSE;
    const controller = new AbortController();
    const response = await fetch(urlOf(service) + path + query, {
      method: row.method,
      headers,
      signal: controller.signal,
      ...(writes ? { body: JSON.stringify(body) } : {}),
    });
    controller.abort();
    return response.status;
  };

  it('gives every caller what the generated matrix says, for own and for other people’s things', async () => {
    const rows = matrixOf(service);
    const wrong: string[] = [];
    for (const row of rows) {
      const status = await ask(row);
      const denied = [401, 403].includes(status);
      // The set clock hides itself from everybody but a demo's operator.
      const hidden = row.operationId === 'setClock' && status === 404;
      const fine = row.expected === 'allowed' ? !denied : status === STATUS[row.expected] || hidden;
      if (!fine)
        wrong.push(
          `${row.caller} ${row.operationId} (${row.resource}): ${status}, not ${row.expected}`,
        );
    }
    expect(wrong).toEqual([]);
    expect(rows.length).toBeGreaterThan(30);
  });

  it('refuses a token of another issuer’s key, and one that was tampered with', async () => {
    const token = await tokenOf(market, 'ada', 'bidder');
    const [head, , signature] = token.split('.');
    const claims = Buffer.from(
      JSON.stringify({
        sub: 'operator',
        tenantId: market.tenantId,
        roles: ['operator'],
        exp: 4_000_000_000,
      }),
    ).toString('base64url');
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    for (const forged of [`${head}.${claims}.${signature}`, `${none}.${claims}.`]) {
      const row = matrixOf(service).find(({ expected }) => expected === 'unauthenticated');
      const path = (row?.path ?? '').replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '');
      const response = await fetch(urlOf(service) + path, {
        method: row?.method ?? 'GET',
        headers: { authorization: `Bearer ${forged}` },
      });
      expect(response.status).toBe(401);
    }
  });
});
