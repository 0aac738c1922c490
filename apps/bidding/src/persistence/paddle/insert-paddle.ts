import type { Sql } from '@outcry/messaging';
import { toJson } from '../json';
import { paddleFields } from './paddle.records';
import type { KnownPaddle } from './paddle.row';

const INSERT_PADDLE = `
INSERT INTO paddle (paddle_id, tenant_id, sale_id, bidder_id, number, status, spending_limit, held,
                    exposure, version, state, command_id, sends, resend_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11, 1,
        clock_timestamp() + $12::int * interval '1 millisecond')`;

/** Stores a paddle that was just asked for. Violates `paddle_in_use` when the bidder has one. */
export const insertPaddle = async (
  sql: Sql,
  tenantId: string,
  paddle: KnownPaddle,
  resendAfterMs: number,
): Promise<void> => {
  const fields = paddleFields(paddle);
  await sql.query(INSERT_PADDLE, [
    ...[fields.paddle_id, tenantId, paddle.saleId, paddle.bidderId, paddle.number, fields.status],
    ...[fields.spending_limit, fields.held, fields.exposure, toJson(fields.state)],
    ...[fields.command_id, resendAfterMs],
  ]);
};
