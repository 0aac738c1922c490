import { accept, defined, reject, type Rejection, type Result } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { blankAccount, type AccountRef } from '../domain/account';
import { classOfAddress } from '../domain/account-class';
import { KNOWN_ASSETS } from '../persistence/load/known-assets.sql';

const INSERT_ACCOUNT = `
INSERT INTO account (id, tenant_id, address, asset, class, normal_side, min_available)
VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT DO NOTHING`;

const READ_FLOOR = `
SELECT min_available FROM account WHERE tenant_id = $1 AND address = $2 AND asset = $3`;

export type OpenAccount = AccountRef & {
  /** Undefined: as the class has it. Null: no floor. Never above zero: a new account is empty. */
  readonly minAvailable?: bigint | null;
};

type Code = 'unknown_account_class' | 'asset_not_found' | 'account_conflict';

/**
 * Opens an account before its first use, with a floor of its own if wanted: below zero it is a
 * credit limit. Opening the same again changes nothing.
 *
 * Refusals: unknown_account_class, asset_not_found, account_conflict.
 */
export const openAccount = async (
  sql: Sql,
  newId: () => string,
  command: OpenAccount,
): Promise<Result<AccountRef, Rejection<Code>>> => {
  const { tenantId, address, asset } = command;
  const known = classOfAddress(address);
  if (known === undefined) {
    return reject('unknown_account_class', 'Begin the address with a known class, as in cash:x.', {
      field: '/address',
    });
  }
  const assets = await sql.query(KNOWN_ASSETS, [[tenantId], [asset]]);
  if (assets.rowCount === 0) {
    return reject('asset_not_found', `Register ${asset} first.`, { field: '/asset' });
  }
  const blank = blankAccount(command, known, newId());
  const floor = command.minAvailable === undefined ? blank.minAvailable : command.minAvailable;
  const values = [blank.id, tenantId, address, asset, known.name, known.normalSide];
  await sql.query(INSERT_ACCOUNT, [...values, floor?.toString() ?? null]);
  const { rows } = await sql.query<{ min_available: string | null }>(READ_FLOOR, [
    tenantId,
    address,
    asset,
  ]);
  const stored = defined(rows[0], 'an opened account is not there').min_available;
  if (command.minAvailable === undefined || stored === (floor?.toString() ?? null)) {
    return accept(command);
  }
  return reject('account_conflict', `The account is open with the floor ${stored ?? 'none'}.`, {
    field: '/minAvailable',
  });
};
