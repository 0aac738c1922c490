import type { Principal } from '@outcry/service';
import type { BucketPolicy } from '../domain/token-bucket';

/** Whose bucket a request is taken from; each has its own policy. */
export const AUDIENCES = ['anonymous', 'principal', 'operator'] as const;
export type Audience = (typeof AUDIENCES)[number];

export const ROUTE_CLASSES = ['read', 'write', 'bid'] as const;
export type RouteClass = (typeof ROUTE_CLASSES)[number];

export type RateLimits = {
  readonly policies: Readonly<Record<Audience, BucketPolicy>>;
  /** Tokens that a request of a class takes. */
  readonly costs: Readonly<Record<RouteClass, number>>;
};

const BID = /^\/v1\/auctions\/[^/]+\/(?:bids|buy-now)$/;

export const routeClassOf = (method: string, path: string): RouteClass => {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return 'read';
  return method === 'POST' && BID.test(path) ? 'bid' : 'write';
};

export const audienceOf = (principal: Principal | null): Audience => {
  if (principal === null) return 'anonymous';
  return principal.roles.includes('operator') ? 'operator' : 'principal';
};

/** The bucket's key: the principal within its tenant, else the address the request came from. */
export const bucketKeyOf = (principal: Principal | null, address: string): string =>
  principal === null
    ? `rate:anonymous:${address}`
    : `rate:${audienceOf(principal)}:${principal.tenantId}:${principal.id}`;
