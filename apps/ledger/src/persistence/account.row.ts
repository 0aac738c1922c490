import type { Account } from '../domain/account';
import type { Side } from '../domain/account-class';

/** Numeric and bigint columns arrive as decimal text. */
export type AccountRow = {
  id: string;
  tenant_id: string;
  address: string;
  asset: string;
  class: string;
  normal_side: Side;
  debits_posted: string;
  credits_posted: string;
  debits_pending: string;
  credits_pending: string;
  min_available: string | null;
  version: string;
  entry_count: string;
  last_posted_at: Date | null;
};

export const accountOfRow = (row: AccountRow): Account => ({
  tenantId: row.tenant_id,
  address: row.address,
  asset: row.asset,
  id: row.id,
  className: row.class,
  normalSide: row.normal_side,
  debitsPosted: BigInt(row.debits_posted),
  creditsPosted: BigInt(row.credits_posted),
  debitsPending: BigInt(row.debits_pending),
  creditsPending: BigInt(row.credits_pending),
  minAvailable: row.min_available === null ? null : BigInt(row.min_available),
  version: BigInt(row.version),
  entryCount: BigInt(row.entry_count),
  lastPostedAt: row.last_posted_at?.getTime() ?? 0,
});
