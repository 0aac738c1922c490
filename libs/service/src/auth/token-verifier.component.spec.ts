import { startTestIssuer, type TestIssuer } from '@outcry/testing';
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { createTokenVerifier } from './token-verifier';

const claims = { tenantId: 'default', roles: ['operator'] };
const soon = () => Math.floor(Date.now() / 1_000) + 60;

describe('token verification', () => {
  let issuer: TestIssuer;
  beforeEach(async () => {
    issuer = await startTestIssuer();
  });
  afterEach(() => issuer.close());

  it('reads who calls from a good token, keeping only roles that exist', async () => {
    const token = await issuer.issueToken({
      sub: 'ann',
      tenantId: 'acme',
      roles: ['seller', 'root' as 'operator'],
    });
    expect(await createTokenVerifier(issuer).verify(token)).toEqual({
      ok: true,
      principal: {
        id: 'ann',
        tenantId: 'acme',
        roles: ['seller'],
        expiresAtMs: expect.any(Number),
      },
    });
  });

  it('asks for the keys once for many tokens at once', async () => {
    const verifier = createTokenVerifier(issuer);
    const token = await issuer.issueToken({ sub: 'ann' });
    const verified = await Promise.all(Array.from({ length: 20 }, () => verifier.verify(token)));
    expect(verified.every(({ ok }) => ok)).toBe(true);
    expect(issuer.keySetRequests()).toBe(1);
  });

  it('refuses a token without a signature', async () => {
    const token = new UnsecuredJWT(claims)
      .setSubject('ann')
      .setIssuer(issuer.issuer)
      .setAudience('outcry')
      .setExpirationTime(soon())
      .encode();
    expect(await createTokenVerifier(issuer).verify(token)).toMatchObject({ ok: false });
  });

  it('refuses another algorithm than ES256, whatever key it names', async () => {
    const secret = new TextEncoder().encode('a-shared-secret-of-at-least-32-bytes');
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('ann')
      .setIssuer(issuer.issuer)
      .setAudience('outcry')
      .setExpirationTime(soon())
      .sign(secret);
    expect(await createTokenVerifier(issuer).verify(token)).toMatchObject({ ok: false });
  });

  it('refuses a signature by a key that the token brings along', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', jku: 'https://evil.test/keys', kid: 'mine' })
      .setSubject('ann')
      .setIssuer(issuer.issuer)
      .setAudience('outcry')
      .setExpirationTime(soon())
      .sign(privateKey);
    expect(await createTokenVerifier(issuer).verify(token)).toEqual({
      ok: false,
      reason: 'The token is signed by an unknown key.',
    });
  });

  it('refuses a token whose content was changed', async () => {
    const token = await issuer.issueToken({ sub: 'ann' });
    const [head = '', body = '', signature = ''] = token.split('.');
    const changed = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...changed, roles: ['operator'] }));
    const verified = createTokenVerifier(issuer).verify(
      [head, forged.toString('base64url'), signature].join('.'),
    );
    expect(await verified).toMatchObject({ ok: false });
  });

  it('refuses what is no token at all, or absurdly long', async () => {
    const verifier = createTokenVerifier(issuer);
    for (const token of ['', 'x', 'a.b.c', 'x'.repeat(10_000)]) {
      expect(await verifier.verify(token)).toMatchObject({ ok: false });
    }
  });

  it('is unavailable, not refused, while no key could ever be fetched', async () => {
    await issuer.close();
    const token = await issuer.issueToken({ sub: 'ann' });
    await expect(createTokenVerifier(issuer).verify(token)).rejects.toMatchObject({
      code: 'keys_unreachable',
      retryable: true,
    });
  });
});
