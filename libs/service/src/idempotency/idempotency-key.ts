import { createHash } from 'node:crypto';

/** What a key may be: 1 to 255 visible ASCII characters and spaces. */
const MAX_LENGTH = 255;
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;
const BARE = /^[\x21\x23-\x2b\x2d-\x7e]+$/;

export type IdempotencyKeyForm =
  { readonly ok: true; readonly key: string } | { readonly ok: false; readonly missing: boolean };

/**
 * Reads an Idempotency-Key header: a structured-field string (RFC 9651 §3.3.3), as the IETF draft
 * wants, or the same characters without quotes, as most clients send; both name the same key. Two
 * header lines arrive joined by a comma and are refused.
 */
export const parseIdempotencyKey = (header: string | undefined): IdempotencyKeyForm => {
  if (header === undefined) return { ok: false, missing: true };
  const quoted = QUOTED.exec(header.trim());
  const key = quoted?.[1]?.replace(/\\(.)/g, '$1') ?? (BARE.test(header) ? header : '');
  return key.length > 0 && key.length <= MAX_LENGTH
    ? { ok: true, key }
    : { ok: false, missing: false };
};

/**
 * The scope within which a key is unique: equal keys of one caller on one resource always meet on
 * one row, and those of two callers never do.
 *
 * @param parts.path the concrete path, with its ids and without a query
 */
export const idempotencyScope = (parts: {
  readonly principalId: string;
  readonly tenantId: string;
  readonly method: string;
  readonly path: string;
}): string =>
  createHash('sha256')
    .update(JSON.stringify([parts.tenantId, parts.principalId, parts.method, parts.path]))
    .digest('base64url');
