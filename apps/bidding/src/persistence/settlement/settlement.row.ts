import type { InstantMs } from '@outcry/kernel';
import type { KnownSettlement } from '../../domain/settlement/settlement';
import { pendingRequestOfSettlement } from '../../domain/settlement/settlement.decide';
import { fromJson } from '../json';

export type SettlementRow = {
  readonly settlement_id: string;
  readonly tenant_id: string;
  readonly version: number;
  readonly last_decided_at: Date;
  readonly state: unknown;
};

export type StoredSettlement = {
  readonly tenantId: string;
  readonly settlement: KnownSettlement;
  /** Number of its journal entries. */
  readonly version: number;
  readonly lastDecidedAtMs: InstantMs;
};

export const storedSettlementOf = (row: SettlementRow): StoredSettlement => ({
  tenantId: row.tenant_id,
  settlement: fromJson<KnownSettlement>(row.state),
  version: row.version,
  lastDecidedAtMs: row.last_decided_at.getTime(),
});

/** The id of the command to the ledger that waits for its answer. */
export const commandIdOfSettlement = (settlement: KnownSettlement): string | null =>
  pendingRequestOfSettlement(settlement)?.commandId ?? null;

/** A refused top-up or payout: to be asked for again, under a new id. */
export const mustAskAgain = (settlement: KnownSettlement): boolean =>
  'request' in settlement && settlement.request === null;
