import type { LedgerRequest } from '../ledger-request';
import type { LivePaddle, NoPaddle, Paddle, PaddleCommand, PaddleEvent } from './paddle';

type KnownPaddle = Exclude<Paddle, NoPaddle>;
type Answer = Extract<PaddleCommand, { type: 'take_answer' }>;

/** The request to the ledger that has no answer yet: to be sent again as it is. */
export const pendingRequestOfPaddle = (paddle: Paddle): LedgerRequest | null => {
  switch (paddle.status) {
    case 'requested':
    case 'closing':
      return paddle.request;
    case 'live':
      return paddle.pending?.request ?? null;
    default:
      return null;
  }
};

const answeredLimit = (paddle: LivePaddle, { answer, nowMs, reason }: Answer): PaddleEvent[] => {
  const { pending, limit, held } = paddle;
  if (!pending) return [];
  const grown = { limit: limit + pending.limitBy, held: held + pending.holdBy };
  switch (answer) {
    case 'hold_increased':
      return [{ type: 'limit_raised', atMs: nowMs, ...grown }];
    case 'hold_increase_refused':
      return [{ type: 'limit_raise_refused', atMs: nowMs, reason }];
    case 'hold_released':
      return [{ type: 'hold_lowered', atMs: nowMs, held: grown.held }];
    case 'release_refused':
      return [{ type: 'hold_lowered', atMs: nowMs, held }];
    default:
      return [];
  }
};

/**
 * What the ledger's answer means. One to a request that is not pending (a duplicate, a late one)
 * changes nothing. A refused release at closing ends the paddle too: the hold had nothing left.
 */
export const takeAnswer = (paddle: KnownPaddle, command: Answer): readonly PaddleEvent[] => {
  const request = pendingRequestOfPaddle(paddle);
  if (request?.commandId !== command.commandId) return [];
  const { answer, nowMs: atMs, reason } = command;
  if (paddle.status === 'live') return answeredLimit(paddle, command);
  if (paddle.status === 'closing') {
    const isReleaseAnswer = answer === 'hold_released' || answer === 'release_refused';
    return isReleaseAnswer ? [{ type: 'paddle_closed', atMs }] : [];
  }
  if (answer === 'hold_placed' && request.kind === 'place_hold')
    return [{ type: 'paddle_registered', atMs, held: request.amount.amount }];
  return answer === 'hold_refused' ? [{ type: 'paddle_refused', atMs, reason }] : [];
};
