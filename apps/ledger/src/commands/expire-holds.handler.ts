import type { Sql } from '@outcry/messaging';
import { expireDue } from '../domain/ledger.decide';
import { DUE_HOLDS } from '../persistence/load/due-holds.sql';
import { expiryMessage } from '../publishing/ledger-answer.publisher';
import { decideAndSave, type LedgerDeps } from './apply-commands.handler';

/** So many at once that a backlog drains quickly, so few that locks are held shortly. */
export const EXPIRY_BATCH = 200;

/**
 * Ends holds whose time has run out, earliest first. Any replica may do it: each looks again under
 * the lock, and a hold that was used first has already been expired there.
 *
 * @returns how many were due, so that the caller knows whether to come back at once
 */
export const expireHolds =
  ({ newId, append }: LedgerDeps) =>
  async (sql: Sql): Promise<number> => {
    const { rows } = await sql.query<{ tenant_id: string; id: string }>(DUE_HOLDS, [EXPIRY_BATCH]);
    if (rows.length === 0) return 0;
    const holds = rows.map(({ tenant_id: tenantId, id }) => ({ tenantId, id }));
    const touched = { accounts: [], holds, commandIds: [] };
    const { result, copy } = await decideAndSave(sql, touched, newId, (working) =>
      expireDue(working, holds),
    );
    await append(
      sql,
      result.map((expired) => expiryMessage(expired, copy.now)),
    );
    return rows.length;
  };
