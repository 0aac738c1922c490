import type { OutgoingMessage } from '@outcry/messaging';
import type { ChangedSettlement } from '../domain/flow/flow-decision';
import { ledgerMessage } from './ledger-message';

/** The ledger commands of a changed settlement; what the public may know is the auction's. */
export const settlementMessages = (
  tenantId: string,
  { events }: ChangedSettlement,
): readonly OutgoingMessage[] =>
  events.flatMap((event) => ('request' in event ? [ledgerMessage(tenantId, event.request)] : []));
