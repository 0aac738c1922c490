import { bidding } from '@outcry/contracts';
import { toTimestamp } from '@outcry/kernel';
import { message, type OutgoingMessage } from '@outcry/messaging';
import type { ChangedPaddle } from '../domain/flow/flow-decision';
import type { PaddleEvent } from '../domain/paddle/paddle';
import { ledgerMessage } from './ledger-message';

const messagesOf = (
  tenantId: string,
  { paddleId, saleId, number, bidderId }: ChangedPaddle['state'],
  event: PaddleEvent,
): readonly OutgoingMessage[] => {
  const envelope = { tenantId, key: paddleId };
  const data = { paddleId, saleId, number, bidderId, occurredAt: toTimestamp(event.atMs) };
  switch (event.type) {
    case 'paddle_requested':
      return [ledgerMessage(tenantId, event.request)];
    case 'paddle_registered':
      return [message({ ...envelope, definition: bidding.paddleRegisteredV1, data })];
    case 'paddle_refused':
      return [
        message({
          ...envelope,
          definition: bidding.paddleRefusedV1,
          data: { ...data, reason: event.reason },
        }),
      ];
    case 'limit_raise_requested':
      return [ledgerMessage(tenantId, event.pending.request)];
    case 'limit_raised':
      return [message({ ...envelope, definition: bidding.paddleLimitChangedV1, data })];
    case 'limit_lowered': {
      const changed = message({ ...envelope, definition: bidding.paddleLimitChangedV1, data });
      return event.pending ? [changed, ledgerMessage(tenantId, event.pending.request)] : [changed];
    }
    case 'paddle_closing':
      return [ledgerMessage(tenantId, event.request)];
    case 'paddle_closed':
      return [message({ ...envelope, definition: bidding.paddleClosedV1, data })];
    case 'limit_raise_refused':
    case 'hold_lowered':
    case 'commitment_made':
    case 'commitment_freed':
    case 'commitment_covered':
    case 'commitment_captured':
      return [];
  }
};

/** Public events and ledger commands of a changed paddle; exposure is never published. */
export const paddleMessages = (
  tenantId: string,
  { state, events }: ChangedPaddle,
): readonly OutgoingMessage[] => events.flatMap((event) => messagesOf(tenantId, state, event));
