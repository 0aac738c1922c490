import type { Sql } from '@outcry/messaging';
import type { Idempotency, Route } from '@outcry/service';
import type { LedgerDeps } from '../commands/apply-commands.handler';
import { getAccountRoute } from './accounts/get-account.endpoint';
import { listAccountsRoute } from './accounts/list-accounts.endpoint';
import { listEntriesRoute } from './accounts/list-entries.endpoint';
import { openAccountRoute } from './accounts/open-account.endpoint';
import { listAssetsRoute } from './assets/list-assets.endpoint';
import { registerAssetRoute } from './assets/register-asset.endpoint';
import { getHoldRoute } from './holds/get-hold.endpoint';
import { listHoldsRoute } from './holds/list-holds.endpoint';
import { getTransferRoute } from './transfers/get-transfer.endpoint';
import { getTrialBalanceRoute } from './accounts/get-trial-balance.endpoint';
import { postTransfersRoute } from './transfers/post-transfers.endpoint';

export const ledgerRoutes = (deps: {
  readonly database: Sql;
  readonly idempotency: Idempotency;
  readonly ledger: LedgerDeps & { readonly wake: () => void };
}): Route[] => [
  listAssetsRoute(deps.database),
  registerAssetRoute(deps.idempotency),
  listAccountsRoute(deps.database),
  openAccountRoute(deps.idempotency, deps.ledger.newId),
  getAccountRoute(deps.database),
  listEntriesRoute(deps.database),
  postTransfersRoute(deps.idempotency, deps.ledger),
  getTransferRoute(deps.database),
  listHoldsRoute(deps.database),
  getHoldRoute(deps.database),
  getTrialBalanceRoute(deps.database),
];
