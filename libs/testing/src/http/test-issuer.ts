import type { Role } from '@outcry/service';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';

export type TestTokenClaims = {
  readonly sub: string;
  readonly tenantId?: string;
  readonly roles?: readonly Role[];
  /** Negative for a token that has expired. */
  readonly ttlSeconds?: number;
  readonly issuer?: string;
  readonly audience?: string;
};

/** An issuer of tokens with its key set on a loopback port. */
export type TestIssuer = {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly issueToken: (claims: TestTokenClaims) => Promise<string>;
  /** From now on tokens carry, and the key set holds, only a new key. */
  readonly rotate: () => Promise<void>;
  readonly keySetRequests: () => number;
  readonly close: () => Promise<void>;
};

const ISSUER = 'https://issuer.test';

type SigningKey = { readonly kid: string; readonly privateKey: CryptoKey; readonly jwk: object };

const newKey = async (): Promise<SigningKey> => {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const kid = randomBytes(6).toString('hex');
  return {
    kid,
    privateKey,
    jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' },
  };
};

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );

export const startTestIssuer = async (): Promise<TestIssuer> => {
  let key = await newKey();
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: [key.jwk] }));
  });
  const port = await listen(server);
  return {
    issuer: ISSUER,
    jwksUrl: `http://127.0.0.1:${port}/.well-known/jwks.json`,
    keySetRequests: () => requests,
    rotate: async () => {
      key = await newKey();
    },
    issueToken: async (claims) => {
      const { sub, tenantId = 'default', roles = ['bidder'], ttlSeconds = 600 } = claims;
      const now = Math.floor(Date.now() / 1_000);
      return new SignJWT({ tenantId, roles })
        .setProtectedHeader({ alg: 'ES256', kid: key.kid })
        .setSubject(sub)
        .setIssuer(claims.issuer ?? ISSUER)
        .setAudience(claims.audience ?? 'outcry')
        .setIssuedAt(now - 1)
        .setExpirationTime(now + ttlSeconds)
        .sign(key.privateKey);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
