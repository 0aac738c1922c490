/** Every request of the workload and what became of it. */
export type Outcome =
  /** Done: 2xx. */
  | 'ok'
  /** Refused for good: 4xx. */
  | 'fail'
  /** Nobody knows yet: no answer, or one that says so. */
  | 'unknown';

export type OperationKind =
  | 'bid'
  | 'buy-now'
  | 'create-sale'
  | 'create-auction'
  | 'schedule-auction'
  | 'cancel-auction'
  | 'retract-bids'
  | 'void-bid'
  | 'lower-reserve'
  | 'request-paddle'
  | 'change-limit'
  | 'close-paddle'
  | 'deposit'
  | 'confirm-delivery'
  | 'open-dispute'
  | 'resolve-dispute'
  | 'give-up'
  | 'reuse-key'
  | 'borrow-key';

export type Role = 'bidder' | 'seller' | 'operator';

export type Intent = {
  readonly kind: OperationKind;
  readonly who: string;
  readonly role: Role;
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: unknown;
  /** null for requests that are repeatable by nature. */
  readonly key: string | null;
};

export type Answer = {
  readonly status: number;
  readonly text: string;
  /** Whether the service says that it is a stored one. */
  readonly replayed: boolean;
};

export type Operation = Intent & {
  readonly startedMs: number;
  endedMs: number;
  attempts: number;
  outcome: Outcome;
  status: number;
  /** Every final answer as it came, byte for byte; a repeat adds another. */
  readonly answers: Answer[];
  /** Whether an attempt before the final answer went without one. */
  wasUnknown: boolean;
};

export type History = {
  readonly operations: readonly Operation[];
  readonly begin: (intent: Intent) => Operation;
  /** Answers that no client should ever get, whatever happens. */
  readonly defects: string[];
};

export const createHistory = (): History => {
  const operations: Operation[] = [];
  return {
    operations,
    defects: [],
    begin: (intent) => {
      const now = Date.now();
      const operation: Operation = {
        ...intent,
        ...{ startedMs: now, endedMs: now, attempts: 0 },
        ...{ outcome: 'unknown', status: 0, answers: [], wasUnknown: false },
      };
      operations.push(operation);
      return operation;
    },
  };
};

/** The parsed body of the first final answer. */
export const bodyOf = (operation: Operation): Record<string, unknown> => {
  const text = operation.answers[0]?.text ?? '';
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
};
