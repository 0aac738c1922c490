import { isDefect, isOperationalError } from '@outcry/kernel';

/** Why a message could not be applied, in a form that fits a row and a header. */
export type Trouble = {
  /** A stable code: `defect`, `contract`, `gap`, `too_old`, or an OperationalError's own. */
  readonly cause: string;
  readonly detail: string;
  readonly retryable: boolean;
};

const DETAIL_LIMIT = 500;

/** Only what may succeed later by itself is tried again; any other throw is a defect. */
export const troubleOf = (error: unknown): Trouble => {
  const detail = (error instanceof Error ? error.message : 'not an error').slice(0, DETAIL_LIMIT);
  if (isOperationalError(error)) return { cause: error.code, detail, retryable: error.retryable };
  return {
    cause: 'defect',
    detail: isDefect(error) ? detail : `unexpected: ${detail}`,
    retryable: false,
  };
};

/** PostgreSQL's own report of a row that fits no partition, whatever language it speaks. */
export const isMissingPartition = (error: unknown): boolean => {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    const { code, routine } = at as { code?: unknown; routine?: unknown };
    if (code === '23514' && routine === 'ExecFindPartition') return true;
    at = at.cause;
  }
  return false;
};
