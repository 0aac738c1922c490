import { assert, defined } from '@outcry/kernel';
import type { Commitment, LivePaddle, NoPaddle, Paddle, PaddleEvent } from './paddle';

type KnownPaddle = Exclude<Paddle, NoPaddle>;
type LaterEvent = Exclude<PaddleEvent, { type: 'paddle_requested' }>;

const live = (paddle: KnownPaddle): LivePaddle => {
  assert(paddle.status === 'live', `the paddle is ${paddle.status}, not live`);
  return paddle;
};

const without = (
  commitments: LivePaddle['commitments'],
  auctionId: string,
): LivePaddle['commitments'] =>
  Object.fromEntries(Object.entries(commitments).filter(([id]) => id !== auctionId));

const covered = (paddle: LivePaddle, auctionId: string, amount: bigint): LivePaddle => {
  const won = defined(paddle.commitments[auctionId], 'a covered commitment exists');
  assert(won.kind === 'won', 'only a win is covered');
  const commitment: Commitment = { ...won, covered: won.covered + amount };
  const commitments = { ...paddle.commitments, [auctionId]: commitment };
  return { ...paddle, held: paddle.held + amount, commitments };
};

const captured = (paddle: LivePaddle, auctionId: string, amount: bigint): LivePaddle => ({
  ...paddle,
  limit: paddle.limit - amount,
  held: paddle.held - amount,
  commitments: without(paddle.commitments, auctionId),
});

const changed = (paddle: KnownPaddle, event: LaterEvent): KnownPaddle => {
  switch (event.type) {
    case 'paddle_registered': {
      assert(paddle.status === 'requested', 'a requested paddle is registered');
      const { request: _request, ...registration } = paddle;
      const { held } = event;
      return { ...registration, status: 'live', held, pending: null, commitments: {} };
    }
    case 'paddle_refused': {
      assert(paddle.status === 'requested', 'a requested paddle is refused');
      const { request: _request, ...registration } = paddle;
      return { ...registration, status: 'refused', reason: event.reason };
    }
    case 'limit_raise_requested':
      return { ...live(paddle), pending: event.pending };
    case 'limit_raised':
      return { ...live(paddle), limit: event.limit, held: event.held, pending: null };
    case 'limit_raise_refused':
      return { ...live(paddle), pending: null };
    case 'limit_lowered':
      return { ...live(paddle), limit: event.limit, pending: event.pending };
    case 'hold_lowered':
      return { ...live(paddle), held: event.held, pending: null };
    case 'commitment_made': {
      const state = live(paddle);
      const commitments = { ...state.commitments, [event.auctionId]: event.commitment };
      return { ...state, commitments };
    }
    case 'commitment_freed': {
      const state = live(paddle);
      return { ...state, commitments: without(state.commitments, event.auctionId) };
    }
    case 'commitment_covered':
      return covered(live(paddle), event.auctionId, event.amount);
    case 'commitment_captured':
      return captured(live(paddle), event.auctionId, event.amount);
    case 'paddle_closing': {
      const { commitments: _commitments, pending: _pending, ...registration } = live(paddle);
      return { ...registration, status: 'closing', request: event.request };
    }
    case 'paddle_closed': {
      assert(paddle.status === 'live' || paddle.status === 'closing', 'an open paddle closes');
      const { paddleId, saleId, bidderId, number, asset, depositBasisPoints } = paddle;
      const { requestedAtMs, limit } = paddle;
      const who = { paddleId, saleId, bidderId, number, asset, depositBasisPoints, requestedAtMs };
      return { ...who, status: 'closed', limit, held: 0n };
    }
  }
};

/** What an event does to a paddle; decides nothing. */
export const evolvePaddle = (paddle: Paddle, event: PaddleEvent): KnownPaddle => {
  if (event.type === 'paddle_requested') {
    assert(paddle.status === 'none', 'a paddle is requested once');
    const { type: _type, atMs, ...registration } = event;
    return { ...registration, status: 'requested', requestedAtMs: atMs, held: 0n };
  }
  assert(paddle.status !== 'none', 'a paddle begins with paddle_requested');
  return changed(paddle, event);
};
