import type { IdGenerator } from '@outcry/kernel';
import type { Database, Outbox } from '@outcry/messaging';
import type { Idempotency } from '@outcry/service';
import type { Sales } from '../persistence/sale/sales';

/** What the commands of bidding work with. */
export type BiddingDeps = {
  readonly database: Database;
  readonly outbox: Outbox;
  readonly ids: IdGenerator;
  readonly idempotency: Idempotency;
  readonly sales: Sales;
};
