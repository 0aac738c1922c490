import { createHash } from 'node:crypto';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * A text that is equal exactly for equal values: members sorted by name (as RFC 8785 does), those
 * that are undefined left out; bigint as its digits, dates as their instants.
 */
export const canonicalJson = (value: unknown): string => {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value as JsonObject)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
};

/** SHA-256 of the canonical form, base64url. */
export const canonicalHash = (value: unknown): string =>
  createHash('sha256').update(canonicalJson(value)).digest('base64url');
