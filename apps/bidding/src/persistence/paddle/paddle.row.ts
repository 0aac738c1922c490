import type { Commitment, Paddle } from '../../domain/paddle/paddle';
import { exposureOf } from '../../domain/paddle/exposure';
import { pendingRequestOfPaddle } from '../../domain/paddle/take-answer.decide';
import { fromJson } from '../json';

export type KnownPaddle = Exclude<Paddle, { status: 'none' }>;

export type PaddleRow = {
  readonly paddle_id: string;
  readonly tenant_id: string;
  readonly version: number;
  readonly state: unknown;
};

export type CommitmentRow = {
  readonly paddle_id: string;
  readonly auction_id: string;
  readonly state: unknown;
};

export type StoredPaddle = {
  readonly tenantId: string;
  readonly paddle: KnownPaddle;
  readonly version: number;
};

export const commitmentsOf = (paddle: KnownPaddle): Readonly<Record<string, Commitment>> =>
  paddle.status === 'live' ? paddle.commitments : {};

/** The state without its commitments, which have rows of their own. */
export const stateFieldsOf = (paddle: KnownPaddle): object => {
  if (paddle.status !== 'live') return paddle;
  const { commitments: _commitments, ...rest } = paddle;
  return rest;
};

export const exposureOfPaddle = (paddle: KnownPaddle): bigint => exposureOf(commitmentsOf(paddle));

/** The id of the command to the ledger that waits for its answer. */
export const commandIdOfPaddle = (paddle: KnownPaddle): string | null =>
  pendingRequestOfPaddle(paddle)?.commandId ?? null;

export const storedPaddleOf = (
  row: PaddleRow,
  commitments: readonly CommitmentRow[],
): StoredPaddle => {
  const rest = fromJson<KnownPaddle>(row.state);
  const byAuction = Object.fromEntries(
    commitments.map(({ auction_id, state }) => [auction_id, fromJson<Commitment>(state)]),
  );
  const paddle = rest.status === 'live' ? { ...rest, commitments: byAuction } : rest;
  return { tenantId: row.tenant_id, paddle, version: row.version };
};
