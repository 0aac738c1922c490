import { accept, reject, type Rejection, type Result } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';

/** `*` marks what every tenant knows: a tenant cannot give such a code another exponent. */
const INSERT_ASSET = `
INSERT INTO asset (tenant_id, code, exponent)
SELECT $1, $2, $3
 WHERE NOT EXISTS (SELECT 1 FROM asset WHERE tenant_id = '*' AND code = $2)
    ON CONFLICT DO NOTHING`;

const READ_EXPONENT = `
SELECT exponent FROM asset WHERE tenant_id IN ('*', $1) AND code = $2`;

/**
 * Registers `CODE/exponent` for a tenant, for ever. Registering the same again changes nothing.
 *
 * Refusals: asset_conflict.
 */
export const registerAsset = async (
  sql: Sql,
  tenantId: string,
  asset: string,
): Promise<Result<{ readonly asset: string }, Rejection<'asset_conflict'>>> => {
  const [code, exponent] = asset.split('/');
  await sql.query(INSERT_ASSET, [tenantId, code, Number(exponent)]);
  const { rows } = await sql.query<{ exponent: number }>(READ_EXPONENT, [tenantId, code]);
  const registered = `${code}/${rows[0]?.exponent}`;
  if (registered === asset) return accept({ asset });
  return reject('asset_conflict', `Use ${registered}, as it is registered.`, { field: '/asset' });
};
