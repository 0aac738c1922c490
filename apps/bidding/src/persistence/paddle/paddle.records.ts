import { costOf } from '../../domain/paddle/exposure';
import type { TrackedPaddle } from '../working-set';
import {
  commandIdOfPaddle,
  commitmentsOf,
  exposureOfPaddle,
  stateFieldsOf,
  type KnownPaddle,
} from './paddle.row';

export const paddleFields = (paddle: KnownPaddle) => ({
  paddle_id: paddle.paddleId,
  status: paddle.status,
  spending_limit: paddle.limit.toString(),
  held: paddle.held.toString(),
  exposure: exposureOfPaddle(paddle).toString(),
  state: stateFieldsOf(paddle),
  command_id: commandIdOfPaddle(paddle),
});

export const paddleRecord = ({ stored, state }: TrackedPaddle): object => ({
  ...paddleFields(state),
  version_before: stored?.version ?? 0,
});

/** Commitments that are new or have changed. */
export const madeRecords = ({ stored, state }: TrackedPaddle): readonly object[] => {
  const before = stored ? commitmentsOf(stored.paddle) : {};
  return Object.entries(commitmentsOf(state))
    .filter(([auctionId, commitment]) => before[auctionId] !== commitment)
    .map(([auctionId, commitment]) => ({
      paddle_id: state.paddleId,
      auction_id: auctionId,
      cost: costOf(commitment).toString(),
      state: commitment,
    }));
};

export const freedRecords = ({ stored, state }: TrackedPaddle): readonly object[] => {
  const after = commitmentsOf(state);
  return Object.keys(stored ? commitmentsOf(stored.paddle) : {})
    .filter((auctionId) => after[auctionId] === undefined)
    .map((auctionId) => ({ paddle_id: state.paddleId, auction_id: auctionId }));
};
