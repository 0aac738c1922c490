import { OperationalError } from '@outcry/kernel';
import { principalSchema, tenantSchema } from '@outcry/contracts';
import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { createKeySource } from './key-source';
import { ROLES, type Principal, type Role } from './principal';
import { rememberedTokens } from './remembered-tokens';

/** Why a token was not accepted: shown to the caller, so it names no expected value. */
export type TokenRefusal = { readonly ok: false; readonly reason: string };

export type TokenVerifier = {
  /**
   * @param token the compact JWT, without the scheme
   * @throws OperationalError `keys_unreachable`, retryable, when no key has ever been fetched
   */
  readonly verify: (
    token: string,
  ) => Promise<{ readonly ok: true; readonly principal: Principal } | TokenRefusal>;
};

export type TokenVerifierOptions = {
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly fetch?: typeof fetch;
};

const AUDIENCE = 'outcry';
const CLOCK_TOLERANCE_S = 5;
const MAX_TOKEN_LENGTH = 8_192;

const claimsSchema = z.object({
  sub: principalSchema,
  tenantId: tenantSchema,
  roles: z.array(z.string()).max(20),
  exp: z.number().int(),
});

const isRole = (name: string): name is Role => (ROLES as readonly string[]).includes(name);

const refused = (reason: string): TokenRefusal => ({ ok: false, reason });

const reasonOf = (error: unknown): string => {
  if (error instanceof errors.JWTExpired) return 'The token has expired.';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return `The token's claim ${error.claim} is not acceptable here.`;
  }
  if (error instanceof errors.JWKSNoMatchingKey) return 'The token is signed by an unknown key.';
  return 'The token is malformed or its signature does not verify.';
};

/**
 * Verifies bearer tokens (RFC 8725): ES256 only, whatever the token's header says; keys only from
 * the configured set, never from the token; issuer, audience and expiry are required. A token that
 * was good a moment ago is not verified again within a minute.
 */
export const createTokenVerifier = (options: TokenVerifierOptions): TokenVerifier => {
  const keys = createKeySource({ url: options.jwksUrl, fetch: options.fetch ?? fetch });
  const remembered = rememberedTokens({
    nowMs: Date.now,
    monotonicMs: () => performance.now(),
  });
  return {
    verify: async (token) => {
      if (token.length > MAX_TOKEN_LENGTH) return refused('The token is too long.');
      const known = remembered.recall(token);
      if (known !== undefined) return { ok: true, principal: known };
      try {
        const { payload } = await jwtVerify(token, keys, {
          algorithms: ['ES256'],
          issuer: options.issuer,
          audience: AUDIENCE,
          clockTolerance: CLOCK_TOLERANCE_S,
          requiredClaims: ['sub', 'exp'],
        });
        const claims = claimsSchema.safeParse(payload);
        if (!claims.success) return refused('The token lacks a claim that is needed here.');
        const { sub, tenantId, roles, exp } = claims.data;
        const principal = {
          ...{ id: sub, tenantId, roles: roles.filter(isRole) },
          expiresAtMs: exp * 1_000,
        };
        remembered.remember(token, principal);
        return { ok: true, principal };
      } catch (error) {
        if (error instanceof OperationalError) throw error;
        return refused(reasonOf(error));
      }
    },
  };
};
