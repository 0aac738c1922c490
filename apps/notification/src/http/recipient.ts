import { defined } from '@outcry/kernel';
import type { EndpointRequest } from '@outcry/service';
import type { Recipient } from '../live/inbox-wake-ups';

/** Whose inbox it is: always the caller's own. */
export const recipientOf = ({ principal }: Pick<EndpointRequest, 'principal'>): Recipient => {
  const { id, tenantId } = defined(principal, 'an inbox needs a principal');
  return { tenantId, recipientId: id };
};
