/** Services behind the edge, and the first path segments under /v1 that each answers. */
export const UPSTREAM_PREFIXES = {
  bidding: ['sales', 'paddles', 'auctions', 'settlements', 'demo', 'clock'],
  ledger: ['assets', 'accounts', 'transfers', 'holds', 'trial-balance'],
  notification: ['notifications', 'watches'],
} as const;

export type UpstreamName = keyof typeof UPSTREAM_PREFIXES;

export const UPSTREAM_NAMES = Object.keys(UPSTREAM_PREFIXES) as readonly UpstreamName[];

const OWNER = new Map<string, UpstreamName>(
  UPSTREAM_NAMES.flatMap((name) => UPSTREAM_PREFIXES[name].map((prefix) => [prefix, name])),
);

/** Who answers a path (without its query), or null when nobody does. */
export const upstreamOf = (path: string): UpstreamName | null => {
  const [empty, version, resource] = path.split('/');
  if (empty !== '' || version !== 'v1' || resource === undefined) return null;
  return OWNER.get(resource) ?? null;
};
