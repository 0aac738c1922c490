/** Which of the named assets a tenant knows. `$1` tenants, `$2` assets (`CODE/exponent`). */
export const KNOWN_ASSETS = `
SELECT DISTINCT k.tenant_id, k.asset
  FROM unnest($1::text[], $2::text[]) AS k (tenant_id, asset)
  JOIN asset a
    ON a.tenant_id IN ('*', k.tenant_id)
   AND a.code = split_part(k.asset, '/', 1)
   AND a.exponent::text = split_part(k.asset, '/', 2)`;
