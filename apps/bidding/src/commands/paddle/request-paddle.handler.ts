import { accept, defined, type Money, reject, type Result } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { noPaddle } from '../../domain/paddle/paddle';
import { decidePaddle } from '../../domain/paddle/paddle.decide';
import { evolvePaddle } from '../../domain/paddle/paddle.evolve';
import { decisionTime } from '../../persistence/locks';
import { insertPaddle } from '../../persistence/paddle/insert-paddle';
import type { KnownPaddle } from '../../persistence/paddle/paddle.row';
import { RESEND_AFTER_MS } from '../../persistence/save-changes';
import { paddleMessages } from '../../publishing/paddle-messages';
import type { BiddingDeps } from '../bidding-deps';

export type RequestPaddle = {
  readonly tenantId: string;
  readonly saleId: string;
  readonly bidderId: string;
  readonly limit: Money;
};

const PADDLE_IN_USE = `
SELECT 1 FROM paddle
 WHERE sale_id = $1 AND bidder_id = $2 AND status IN ('requested', 'live', 'closing')`;

/**
 * Registers a bidder for a sale and asks the ledger to hold the limit. The row lock that the number
 * takes on the sale keeps a second registration of the bidder out.
 *
 * Rejections: `not_found` (sale), `paddle_exists`, `wrong_asset`, `invalid_amount`.
 */
export const requestPaddle = async (
  { sales, ids, outbox }: BiddingDeps,
  sql: Sql,
  { tenantId, saleId, bidderId, limit }: RequestPaddle,
): Promise<Result<KnownPaddle>> => {
  const sale = await sales.find(sql, tenantId, saleId);
  if (!sale) return reject('not_found', 'There is no such sale.');
  const number = await sales.nextPaddleNumber(sql, tenantId, saleId);
  const { rowCount } = await sql.query(PADDLE_IN_USE, [saleId, bidderId]);
  if (rowCount > 0) return reject('paddle_exists', 'Use the paddle that you have for this sale.');
  const nowMs = await decisionTime(sql, tenantId, []);
  const { asset, depositBasisPoints } = sale;
  const [paddleId, commandId] = [ids.next(), ids.next()];
  const decision = decidePaddle(
    {
      type: 'request_paddle',
      ...{ paddleId, saleId, bidderId, number, asset, depositBasisPoints, limit },
      ...{ commandId, nowMs },
    },
    noPaddle,
  );
  if (!decision.ok) return decision;
  const requested = defined(decision.value[0], 'a requested paddle has an event');
  const state = evolvePaddle(noPaddle, requested);
  await insertPaddle(sql, tenantId, state, RESEND_AFTER_MS);
  await outbox.append(sql, paddleMessages(tenantId, { state, events: decision.value }));
  return accept(state);
};
