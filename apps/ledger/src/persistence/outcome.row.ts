import type { Answer, Outcome } from '../domain/answer';
import type { CommandKind } from '../domain/ledger-command';

export type OutcomeRow = {
  tenant_id: string;
  command_id: string;
  kind: CommandKind;
  request: Readonly<Record<string, string>> | null;
  answer: unknown;
  decided_at: Date;
};

/**
 * Stored for ever, so the form is fixed: the domain's answer as JSON, a bigint as
 * `{"units": "<decimal>"}`.
 */
export const encodeAnswer = (answer: Answer): string =>
  JSON.stringify(answer, (_key, value: unknown) =>
    typeof value === 'bigint' ? { units: value.toString() } : value,
  );

const decoded = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(decoded);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === 'units') return BigInt(String(first[1]));
  return Object.fromEntries(entries.map(([key, inner]) => [key, decoded(inner)]));
};

export const decodeAnswer = (stored: unknown): Answer => decoded(stored) as Answer;

export const outcomeOfRow = (row: OutcomeRow): Outcome => ({
  tenantId: row.tenant_id,
  commandId: row.command_id,
  kind: row.kind,
  request: row.request,
  answer: decodeAnswer(row.answer),
  decidedAt: row.decided_at.getTime(),
});
