import { idempotencyScope, parseIdempotencyKey } from './idempotency-key';

describe('an Idempotency-Key', () => {
  it.each([
    ['bare', 'a1b2-c3', 'a1b2-c3'],
    ['quoted, as the draft wants', '"a1b2-c3"', 'a1b2-c3'],
    ['quoted with a comma and a space', '"a, b"', 'a, b'],
    ['with escapes', String.raw`"a\"b\\c"`, String.raw`a"b\c`],
    ['of 255 characters', 'x'.repeat(255), 'x'.repeat(255)],
  ])('may be %s', (_what, header, key) => {
    expect(parseIdempotencyKey(header)).toEqual({ ok: true, key });
  });

  it.each([
    ['empty', ''],
    ['an empty string', '""'],
    ['two lines joined by a comma', 'a, b'],
    ['longer than 255 characters', 'x'.repeat(256)],
    ['open at its end', '"abc'],
    ['with an escape that is none', String.raw`"foo \,"`],
    ['with a control character', '"a\tb"'],
    ['not ASCII', 'schlüssel'],
    ['with a space', 'a b'],
  ])('may not be %s', (_what, header) => {
    expect(parseIdempotencyKey(header)).toEqual({ ok: false, missing: false });
  });

  it('is told apart from a missing one', () => {
    expect(parseIdempotencyKey(undefined)).toEqual({ ok: false, missing: true });
  });

  it('belongs to one caller, tenant, method and path', () => {
    const parts = { principalId: 'ann', tenantId: 't', method: 'POST', path: '/v1/a' };
    const scopes = [
      parts,
      { ...parts, principalId: 'bob' },
      { ...parts, tenantId: 'u' },
      { ...parts, method: 'PUT' },
      { ...parts, path: '/v1/b' },
    ].map(idempotencyScope);
    expect(new Set(scopes).size).toBe(5);
    expect(idempotencyScope({ ...parts })).toBe(scopes[0]);
  });
});
