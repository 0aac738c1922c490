import { accept, type Decider, reject } from '@outcry/kernel';
import { accounts, type LedgerReference } from '../ledger-request';
import type { BiddingRejection, Decision } from '../rejections';
import { depositOf, exposureOf, unassignedHold } from './exposure';
import {
  type LivePaddle,
  noPaddle,
  type Paddle,
  type PaddleCommand,
  type PaddleEvent,
} from './paddle';
import { evolvePaddle } from './paddle.evolve';
import { takeAnswer } from './take-answer.decide';

type Of<Type extends PaddleCommand['type']> = Extract<PaddleCommand, { type: Type }>;
type Events = Decision<readonly PaddleEvent[]>;

const referenceTo = (paddleId: string): LedgerReference => ({ type: 'paddle', id: paddleId });

const usableLimit = (limit: { amount: bigint; asset: string }, asset: string): Decision<null> => {
  if (limit.asset !== asset)
    return reject('wrong_asset', `Give the limit in ${asset}.`, { field: '/limit/asset' });
  if (limit.amount <= 0n)
    return reject('invalid_amount', 'Give a limit above zero.', { field: '/limit/amount' });
  return accept(null);
};

const request = (command: Of<'request_paddle'>): Events => {
  const { paddleId, saleId, bidderId, number, asset, depositBasisPoints } = command;
  const check = usableLimit(command.limit, asset);
  if (!check.ok) return check;
  const limit = command.limit.amount;
  return accept([
    {
      type: 'paddle_requested',
      atMs: command.nowMs,
      ...{ paddleId, saleId, bidderId, number, asset, depositBasisPoints, limit },
      request: {
        kind: 'place_hold',
        commandId: command.commandId,
        reference: referenceTo(paddleId),
        holdId: paddleId,
        account: accounts.wallet(bidderId),
        amount: { amount: depositOf(limit, depositBasisPoints), asset },
      },
    },
  ]);
};

const raise = (paddle: LivePaddle, command: Of<'change_limit'>): Events => {
  const { paddleId, asset, limit, depositBasisPoints, held } = paddle;
  const { nowMs: atMs, commandId } = command;
  const holdBy =
    depositOf(command.limit.amount, depositBasisPoints) - depositOf(limit, depositBasisPoints);
  if (holdBy === 0n)
    return accept([{ type: 'limit_raised', atMs, limit: command.limit.amount, held }]);
  return accept([
    {
      type: 'limit_raise_requested',
      atMs,
      pending: {
        kind: 'raise',
        limitBy: command.limit.amount - limit,
        holdBy,
        request: {
          kind: 'increase_hold',
          commandId,
          reference: referenceTo(paddleId),
          holdId: paddleId,
          amount: { amount: holdBy, asset },
        },
      },
    },
  ]);
};

const lower = (paddle: LivePaddle, command: Of<'change_limit'>): Events => {
  const { paddleId, asset, depositBasisPoints } = paddle;
  const { nowMs: atMs, commandId } = command;
  const limit = command.limit.amount;
  if (limit < exposureOf(paddle.commitments))
    return reject('limit_below_exposure', 'Keep the limit at or above what is committed.', {
      field: '/limit/amount',
    });
  const surplus =
    depositOf(paddle.limit, depositBasisPoints) - depositOf(limit, depositBasisPoints);
  const unassigned = unassignedHold(paddle);
  const amount = surplus < unassigned ? surplus : unassigned;
  if (amount <= 0n) return accept([{ type: 'limit_lowered', atMs, limit, pending: null }]);
  const release = {
    kind: 'release_hold',
    commandId,
    reference: referenceTo(paddleId),
    holdId: paddleId,
    amount: { amount, asset },
  } as const;
  const pending = { kind: 'lower', request: release, limitBy: 0n, holdBy: -amount } as const;
  return accept([{ type: 'limit_lowered', atMs, limit, pending }]);
};

const changeLimit = (paddle: LivePaddle, command: Of<'change_limit'>): Events => {
  const check = usableLimit(command.limit, paddle.asset);
  if (!check.ok) return check;
  if (paddle.pending)
    return reject('limit_change_pending', 'Wait until the last change of the limit is done.');
  if (command.limit.amount === paddle.limit)
    return reject('limit_unchanged', 'Give another limit than the present one.');
  return command.limit.amount > paddle.limit ? raise(paddle, command) : lower(paddle, command);
};

const close = (paddle: LivePaddle, { commandId, nowMs: atMs }: Of<'close_paddle'>): Events => {
  if (Object.keys(paddle.commitments).length > 0)
    return reject('paddle_committed', 'Close the paddle when it leads and owes nothing.');
  if (paddle.pending)
    return reject('limit_change_pending', 'Wait until the last change of the limit is done.');
  if (paddle.held === 0n) return accept([{ type: 'paddle_closed', atMs }]);
  return accept([
    {
      type: 'paddle_closing',
      atMs,
      request: {
        kind: 'release_hold',
        commandId,
        reference: referenceTo(paddle.paddleId),
        holdId: paddle.paddleId,
        amount: null,
      },
    },
  ]);
};

/**
 * Decides the registration of a bidder and the limit. A raise counts when the ledger has answered;
 * a lowered limit counts at once, before its part of the hold is given back.
 *
 * Rejections: `not_found`, `wrong_asset`, `invalid_amount`, `paddle_not_live`, `paddle_closed`,
 * `limit_change_pending`, `limit_unchanged`, `limit_below_exposure`, `paddle_committed`.
 */
export const decidePaddle = (command: PaddleCommand, paddle: Paddle): Events => {
  if (command.type === 'request_paddle') return request(command);
  if (paddle.status === 'none') return reject('not_found', 'There is no such paddle.');
  if (command.type === 'take_answer') return accept(takeAnswer(paddle, command));
  if (paddle.status === 'requested')
    return reject('paddle_not_live', 'Wait until the ledger has answered.');
  if (paddle.status !== 'live') return reject('paddle_closed', 'Register another paddle.');
  return command.type === 'change_limit' ? changeLimit(paddle, command) : close(paddle, command);
};

export const paddleDecider: Decider<Paddle, PaddleCommand, PaddleEvent, BiddingRejection> = {
  initialState: () => noPaddle,
  decide: decidePaddle,
  evolve: evolvePaddle,
};
