import { defined } from '@outcry/kernel';
import type { EndpointRequest, Principal } from '@outcry/service';
import type { Owner } from '../commands/auction/ownership';

type WithPrincipal = Pick<EndpointRequest, 'principal'>;

/** The caller of an operation that is not public. */
export const callerOf = ({ principal }: WithPrincipal): Principal =>
  defined(principal, 'the operation requires a token');

export const isOperator = ({ principal }: WithPrincipal): boolean =>
  principal?.roles.includes('operator') ?? false;

/** Whose auctions the caller may act on. */
export const ownerOf = (request: WithPrincipal): Owner =>
  isOperator(request) ? 'any' : { sellerId: callerOf(request).id };
