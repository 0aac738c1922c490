import type { Sql } from '@outcry/messaging';
import { COMMITMENTS } from '../persistence/paddle/commitments.sql';
import {
  storedPaddleOf,
  type CommitmentRow,
  type KnownPaddle,
  type PaddleRow,
} from '../persistence/paddle/paddle.row';

const COLUMNS = 'paddle_id, tenant_id, version, state';

const FIND_PADDLE = `
SELECT ${COLUMNS} FROM paddle
 WHERE tenant_id = $1 AND paddle_id = $2 AND ($3::text IS NULL OR bidder_id = $3)`;

const LIST_PADDLES = `
SELECT ${COLUMNS} FROM paddle
 WHERE tenant_id = $1 AND sale_id = $2 AND ($3::text IS NULL OR bidder_id = $3)
   AND ($4::uuid IS NULL OR paddle_id < $4)
 ORDER BY paddle_id DESC LIMIT $5`;

const withCommitments = async (
  sql: Sql,
  rows: readonly PaddleRow[],
): Promise<readonly KnownPaddle[]> => {
  const ids = rows.map(({ paddle_id }) => paddle_id);
  const { rows: commitments } = await sql.query<CommitmentRow>(COMMITMENTS, [ids]);
  const byPaddle = Map.groupBy(commitments, ({ paddle_id }) => paddle_id);
  return rows.map((row) => storedPaddleOf(row, byPaddle.get(row.paddle_id) ?? []).paddle);
};

/** @param bidderId whose it must be; null for anybody's */
export const findPaddle = async (
  sql: Sql,
  tenantId: string,
  paddleId: string,
  bidderId: string | null,
): Promise<KnownPaddle | null> => {
  const { rows } = await sql.query<PaddleRow>(FIND_PADDLE, [tenantId, paddleId, bidderId]);
  return (await withCommitments(sql, rows))[0] ?? null;
};

export type PaddleFilter = {
  readonly tenantId: string;
  readonly saleId: string;
  readonly bidderId: string | null;
  readonly after: string | undefined;
  readonly limit: number;
};

/** Paddles of a sale, latest first; one beyond `limit` tells of a next page. */
export const listPaddles = async (
  sql: Sql,
  { tenantId, saleId, bidderId, after, limit }: PaddleFilter,
): Promise<readonly KnownPaddle[]> => {
  const values = [tenantId, saleId, bidderId, after ?? null, limit + 1];
  const { rows } = await sql.query<PaddleRow>(LIST_PADDLES, values);
  return withCommitments(sql, rows);
};
