/** The public API as this page uses it. */

const TENANT = 'default';

export class Problem extends Error {
  constructor(document, status) {
    super(document.detail ?? document.title ?? `HTTP ${status}`);
    this.code = document.code ?? `http_${status}`;
    this.document = document;
  }
}

const tokens = new Map();

async function tokenOf(sub, role) {
  const name = `${role} ${sub}`;
  if (!tokens.has(name)) {
    const { token } = await request('POST', '/demo/tokens', {
      body: { tenantId: TENANT, sub, roles: [role], ttlSeconds: 3600 },
    });
    tokens.set(name, token);
  }
  return tokens.get(name);
}

/** Difference between the server's clock and this one, from the Date header of the last answer. */
let serverOffsetMs = 0;
export const serverNow = () => Date.now() + serverOffsetMs;
export const learnServerTime = (timestamp) => {
  if (timestamp) serverOffsetMs = Date.parse(timestamp) - Date.now();
};

async function request(method, path, { body, token, key } = {}) {
  const headers = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (token) headers.authorization = `Bearer ${token}`;
  if (key) headers['idempotency-key'] = key;
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  const answer = text ? JSON.parse(text) : null;
  if (!response.ok) throw new Problem(answer ?? {}, response.status);
  return answer;
}

const RETRY = new Set([
  'idempotency_key_in_flight',
  'outcome_unknown',
  'service_unavailable',
  'overloaded',
  'rate_limited',
]);

/** Repeats a POST with the same key while nobody knows its outcome: it can act only once. */
async function post(path, body, token) {
  const key = crypto.randomUUID();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await request('POST', path, { body, token, key });
    } catch (error) {
      const passing = error instanceof TypeError || RETRY.has(error.code);
      if (!passing || attempt === 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** attempt));
    }
  }
}

export const openAuctions = async () =>
  (await request('GET', '/v1/auctions?status=open&limit=50')).items;

export const bidsOf = async (auctionId) =>
  (await request('GET', `/v1/auctions/${auctionId}/bids?limit=30`)).items;

export const placeBid = async (bidder, auctionId, amount) =>
  post(`/v1/auctions/${auctionId}/bids`, { amount }, await tokenOf(bidder, 'bidder'));

/** The bidder's own paddle of a sale, or null. */
export async function paddleOf(bidder, saleId) {
  const token = await tokenOf(bidder, 'bidder');
  const { items } = await request('GET', `/v1/sales/${saleId}/paddles?limit=1`, { token });
  return items[0] ?? null;
}

/** Play money: a deposit by the demo's operator, then a paddle backed by a hold on it. */
export async function joinSale(bidder, saleId, limit) {
  const operator = await tokenOf('operator', 'operator');
  const transfer = {
    debitAccount: 'cash:deposits',
    creditAccount: `wallet:${bidder}`,
    amount: limit,
    code: 'deposit',
  };
  await post('/v1/transfers', { transfers: [transfer] }, operator);
  const token = await tokenOf(bidder, 'bidder');
  await post(`/v1/sales/${saleId}/paddles`, { limit }, token);
}

const ANSWER_EVERY_MS = 150;
const ANSWER_TRIES = 60;

/** Waits until the ledger has answered for the paddle. */
export async function answeredPaddle(bidder, saleId) {
  for (let attempt = 0; attempt < ANSWER_TRIES; attempt += 1) {
    const paddle = await paddleOf(bidder, saleId);
    if (paddle && paddle.status !== 'requested') return paddle;
    await new Promise((resolve) => setTimeout(resolve, ANSWER_EVERY_MS));
  }
  throw new Problem({ detail: 'The ledger has not answered yet; try again.' }, 504);
}
