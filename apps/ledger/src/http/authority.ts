import { assert } from '@outcry/kernel';
import type { EndpointRequest } from '@outcry/service';

/** Who owns `wallet:<sub>`: its principal. */
export const walletOf = (principalId: string): string => `wallet:${principalId}`;

/**
 * The only address a caller may see, or null for an operator, who sees the whole tenant. What is
 * beyond it looks as if it did not exist.
 */
export const ownedAddress = ({ principal }: Pick<EndpointRequest, 'principal'>): string | null => {
  assert(principal !== null, 'the ledger has no public operation');
  return principal.roles.includes('operator') ? null : walletOf(principal.id);
};
