/** Stored outcomes, read after the locks. `$1` tenants, `$2` command ids. */
export const READ_OUTCOMES = `
SELECT o.tenant_id, o.command_id, o.kind, o.request, o.answer, o.decided_at
  FROM command_outcome o
  JOIN unnest($1::text[], $2::uuid[]) AS k (tenant_id, command_id)
    ON o.tenant_id = k.tenant_id AND o.command_id = k.command_id`;
