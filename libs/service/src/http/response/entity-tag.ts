import { canonicalHash } from '../request/canonical-json';

/** A strong entity tag (RFC 9110 §8.8.3) of the public state that `parts` name. */
export const entityTag = (...parts: readonly unknown[]): string =>
  `"${canonicalHash(parts).slice(0, 22)}"`;

const listed = (header: string): string[] => header.split(',').map((tag) => tag.trim());

/** If-Match by strong comparison (RFC 9110 §13.1.1). */
export const matchesIfMatch = (header: string, current: string): boolean =>
  header.trim() === '*' || listed(header).includes(current);

/** If-None-Match by weak comparison (RFC 9110 §13.1.2). */
export const matchesIfNoneMatch = (header: string, current: string): boolean =>
  header.trim() === '*' ||
  listed(header).some((tag) => tag.replace(/^W\//, '') === current.replace(/^W\//, ''));
