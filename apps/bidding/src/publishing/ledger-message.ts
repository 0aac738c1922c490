import { ledger, toWireMoney } from '@outcry/contracts';
import { message, type OutgoingMessage } from '@outcry/messaging';
import type { LedgerRequest } from '../domain/ledger-request';

type Common = { readonly tenantId: string; readonly key: string };

/**
 * A request to the ledger as a message. Its key is the row that sends it, so that the commands of
 * one paddle or settlement stay in order; sent again, it has the same command id and data.
 */
export const ledgerMessage = (tenantId: string, request: LedgerRequest): OutgoingMessage => {
  const { commandId, reference } = request;
  const common: Common = { tenantId, key: reference.id };
  switch (request.kind) {
    case 'place_hold': {
      const { holdId, account, amount } = request;
      const data = { commandId, reference, holdId, account, expiresAt: null };
      return message({
        ...common,
        definition: ledger.placeHoldV1,
        data: { ...data, amount: toWireMoney(amount) },
      });
    }
    case 'increase_hold': {
      const data = { commandId, reference, holdId: request.holdId };
      return message({
        ...common,
        definition: ledger.increaseHoldV1,
        data: { ...data, amount: toWireMoney(request.amount) },
      });
    }
    case 'release_hold': {
      const amount = request.amount && toWireMoney(request.amount);
      return message({
        ...common,
        definition: ledger.releaseHoldV1,
        data: { commandId, reference, holdId: request.holdId, amount },
      });
    }
    case 'capture_hold': {
      const { holdId, creditAccount, amount } = request;
      return message({
        ...common,
        definition: ledger.captureHoldV1,
        data: { commandId, reference, holdId, creditAccount, amount: toWireMoney(amount) },
      });
    }
    case 'void_if_not_captured': {
      const { holdId, captureCommandId } = request;
      return message({
        ...common,
        definition: ledger.voidIfNotCapturedV1,
        data: { commandId, reference, holdId, captureCommandId },
      });
    }
    case 'post_transfers': {
      const transfers = request.transfers.map((leg) => ({
        ...leg,
        amount: toWireMoney(leg.amount),
      }));
      return message({
        ...common,
        definition: ledger.postTransfersV1,
        data: { commandId, reference, transfers },
      });
    }
  }
};
