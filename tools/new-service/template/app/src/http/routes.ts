import type { Outbox, Sql } from '@outcry/messaging';
import type { Idempotency, Route } from '@outcry/service';
import { getItemRoute } from './get-item.endpoint';
import { registerItemRoute } from './register-item.endpoint';

export const __camelName__Routes = (deps: {
  readonly database: Sql;
  readonly idempotency: Idempotency;
  readonly outbox: Outbox;
  readonly newId: () => string;
}): Route[] => [registerItemRoute(deps), getItemRoute(deps.database)];
