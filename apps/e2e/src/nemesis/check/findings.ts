import type { InvariantName } from './invariants';
import { INVARIANTS } from './invariants';

/** What the checker looked at, and what was wrong. */
export type Findings = {
  readonly check: (invariant: InvariantName, holds: boolean, detail: () => string) => void;
  readonly equal: (
    invariant: InvariantName,
    found: unknown,
    expected: unknown,
    what: string,
  ) => void;
  readonly checks: () => ReadonlyMap<InvariantName, number>;
  readonly failures: () => readonly string[];
};

/** More of one kind say nothing new. */
const MOST_PER_INVARIANT = 8;

const shown = (value: unknown): string =>
  JSON.stringify(value, (_key, field: unknown) =>
    typeof field === 'bigint' ? field.toString() : field,
  );

export const createFindings = (): Findings => {
  const checks = new Map<InvariantName, number>(
    Object.keys(INVARIANTS).map((name) => [name as InvariantName, 0]),
  );
  const failed = new Map<InvariantName, string[]>();
  const check: Findings['check'] = (invariant, holds, detail) => {
    checks.set(invariant, (checks.get(invariant) ?? 0) + 1);
    if (holds) return;
    const details = failed.get(invariant) ?? [];
    failed.set(invariant, details);
    details.push(detail());
  };
  return {
    check,
    equal: (invariant, found, expected, what) =>
      check(
        invariant,
        shown(found) === shown(expected),
        () => `${what}: ${shown(found)}, expected ${shown(expected)}`,
      ),
    checks: () => checks,
    failures: () =>
      [...failed].flatMap(([name, details]) => [
        ...details.slice(0, MOST_PER_INVARIANT).map((detail) => `${name}: ${detail}`),
        ...(details.length > MOST_PER_INVARIANT
          ? [`${name}: ${details.length - MOST_PER_INVARIANT} more`]
          : []),
      ]),
  };
};
