import type { Random } from '../random';
import { waitFor } from '../system/waiting';
import { bodyOf } from './history';
import { livePaddles, post, usd, type KnownPaddle, type Market } from './market';

const LIMIT = 40_000;
const DEPOSIT = 120_000;
/** In the sale that holds a tenth these cannot pay the rest: they default. */
const POOR_DEPOSIT = 9_000;

export const BIDDERS = Array.from({ length: 8 }, (_, index) => `bidder-${index + 1}`);
const POOR: ReadonlySet<string> = new Set(BIDDERS.slice(0, 3));

export const deposit = async (market: Market, who: string, amount: number): Promise<void> => {
  const leg = { debitAccount: 'cash:deposits', creditAccount: `wallet:${who}` };
  const transfers = [{ ...leg, amount: usd(amount), code: 'deposit' }];
  await post(market, 'deposit', 'operator', 'operator', '/v1/transfers', { transfers });
};

type PaddleView = { readonly status: string; readonly limit: { readonly amount: string } };

const viewOf = (market: Market, { who, paddleId }: KnownPaddle): Promise<PaddleView | undefined> =>
  market.client.read<PaddleView>(who, 'bidder', `/v1/paddles/${paddleId}`);

/** Registers for a sale; the bidder bids at once and learns from refusals that it is too early. */
const register = async (market: Market, who: string, saleId: string): Promise<void> => {
  const body = { limit: usd(LIMIT) };
  const path = `/v1/sales/${saleId}/paddles`;
  const operation = await post(market, 'request-paddle', who, 'bidder', path, body);
  if (operation.outcome !== 'ok') return;
  const paddleId = String(bodyOf(operation)['paddleId']);
  market.paddles.push({ paddleId, who, saleId, limit: LIMIT, closed: false });
};

/** Money and paddles for everybody, before anything is broken. */
export const admitAll = async (market: Market): Promise<void> => {
  for (const who of BIDDERS) {
    await deposit(market, who, POOR.has(who) ? POOR_DEPOSIT : DEPOSIT);
    for (const { saleId, depositBps } of market.sales)
      if (!POOR.has(who) || depositBps < 10_000) await register(market, who, saleId);
  }
  for (const paddle of market.paddles)
    await waitFor(`the paddle of ${paddle.who}`, async () => {
      const view = await viewOf(market, paddle);
      return view !== undefined && view.status !== 'requested';
    });
};

/** Another limit, more money, or an end and a new registration. */
export const changeFunds = async (market: Market, random: Random): Promise<void> => {
  const paddle = random.pick(livePaddles(market));
  const { who, paddleId, saleId } = paddle;
  if (random.chance(0.3)) return deposit(market, who, random.int(1, 50) * 100);
  if (random.chance(0.25)) {
    const path = `/v1/paddles/${paddleId}/close`;
    const closed = await post(market, 'close-paddle', who, 'bidder', path, {});
    if (closed.outcome !== 'ok') return;
    paddle.closed = true;
    return register(market, who, saleId);
  }
  const limit = LIMIT + random.int(-20, 20) * 500;
  const path = `/v1/paddles/${paddleId}/limit`;
  const body = { limit: usd(limit) };
  const intent = { kind: 'change-limit', who, role: 'bidder', method: 'PUT', path, body } as const;
  await market.client.send({ ...intent, key: null });
};
