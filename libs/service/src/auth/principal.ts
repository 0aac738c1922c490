export const ROLES = ['bidder', 'seller', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** Who calls, as the verified token says; services authorise the resource themselves. */
export type Principal = {
  readonly id: string;
  readonly tenantId: string;
  readonly roles: readonly Role[];
  /** When the token ends, ms since the epoch: open streams re-check it. */
  readonly expiresAtMs: number;
};
