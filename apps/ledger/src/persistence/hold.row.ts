import type { Hold, HoldStatus } from '../domain/hold';

export type HoldRow = {
  tenant_id: string;
  id: string;
  account_id: string;
  account: string;
  asset: string;
  amount: string;
  remaining: string;
  captured: string;
  released: string;
  status: HoldStatus;
  expires_at: Date | null;
  reference_type: string;
  reference_id: string;
  version: string;
  placed_at: Date;
};

export const holdOfRow = (row: HoldRow): Hold => ({
  tenantId: row.tenant_id,
  id: row.id,
  accountId: row.account_id,
  account: row.account,
  asset: row.asset,
  amount: BigInt(row.amount),
  remaining: BigInt(row.remaining),
  captured: BigInt(row.captured),
  released: BigInt(row.released),
  status: row.status,
  expiresAt: row.expires_at?.getTime() ?? null,
  reference: { type: row.reference_type, id: row.reference_id },
  version: BigInt(row.version),
  placedAt: row.placed_at.getTime(),
});
