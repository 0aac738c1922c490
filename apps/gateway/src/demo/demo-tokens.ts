import { randomUUID } from 'node:crypto';
import type { Role } from '@outcry/service';
import { SignJWT } from 'jose';
import type { SigningKey } from './signing-key';

export type TokenRequest = {
  readonly tenantId: string;
  readonly sub: string;
  readonly roles: readonly Role[];
  readonly ttlSeconds: number;
};

const AUDIENCE = 'outcry';

/** Signs a token for whoever the caller wants to be: for demonstrations only. */
export const signDemoToken = (
  key: SigningKey,
  issuer: string,
  { tenantId, sub, roles, ttlSeconds }: TokenRequest,
): Promise<string> =>
  new SignJWT({ tenantId, roles })
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience(AUDIENCE)
    .setSubject(sub)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${ttlSeconds} seconds`)
    .sign(key.privateKey);
