import type { Rejection } from '@outcry/kernel';
import { tenantSchema } from '@outcry/contracts';
import type { Principal } from '../../auth/principal';
import type { TokenVerifier } from '../../auth/token-verifier';
import type { EndpointDefinition } from '../endpoint';
import { Refusal, type CommonCode } from '../response/problem';

export const DEFAULT_TENANT = 'default';

export type Caller = { readonly principal: Principal | null; readonly tenantId: string };

const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

const unauthenticated = (detail: string): Refusal => {
  const rejection: Rejection<CommonCode> = { code: 'unauthenticated', detail };
  return new Refusal(rejection, {
    'WWW-Authenticate': 'Bearer realm="outcry", error="invalid_token"',
  });
};

/**
 * The principal of an Authorization header; null without one.
 *
 * @throws Refusal unauthenticated for anything but a token that verifies
 */
export const principalOf = async (
  verifier: TokenVerifier,
  authorization: string | undefined,
): Promise<Principal | null> => {
  if (authorization === undefined) return null;
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) throw unauthenticated('Send the token as `Authorization: Bearer …`.');
  const verified = await verifier.verify(token);
  if (!verified.ok) throw unauthenticated(`${verified.reason} Get a new token.`);
  return verified.principal;
};

const anonymousTenant = (header: string | undefined): string => {
  const parsed = tenantSchema.safeParse(header ?? DEFAULT_TENANT);
  if (parsed.success) return parsed.data;
  throw new Refusal({ code: 'invalid_request', detail: 'X-Tenant-Id is not a tenant id.' });
};

/**
 * Who calls and in which tenant: the token's, or on a public operation without a token the one of
 * X-Tenant-Id. A bad token is refused on a public operation too.
 *
 * @throws Refusal unauthenticated, forbidden or invalid_request
 */
export const callerOf = async (
  access: EndpointDefinition['access'],
  verifier: TokenVerifier,
  header: (name: string) => string | undefined,
): Promise<Caller> => {
  const principal = await principalOf(verifier, header('authorization'));
  if (principal === null) {
    if (access !== 'public') throw unauthenticated('Send a bearer token.');
    return { principal, tenantId: anonymousTenant(header('x-tenant-id')) };
  }
  if (access !== 'public' && !access.roles.some((role) => principal.roles.includes(role))) {
    throw new Refusal({
      code: 'forbidden',
      detail: `This needs the role ${access.roles.join(' or ')}.`,
    });
  }
  return { principal, tenantId: principal.tenantId };
};
