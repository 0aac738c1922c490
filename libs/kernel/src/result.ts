/** An expected refusal of a command: a stable code and what a caller needs to act on it. */
export type Rejection<Code extends string = string> = {
  readonly code: Code;
  /** One sentence that tells the caller what to do. */
  readonly detail: string;
  /** The request field at fault, as a JSON pointer, when there is one. */
  readonly field?: string;
  /** Public facts that help a caller (never secrets): shown in the problem document. */
  readonly extensions?: Readonly<Record<string, unknown>>;
};

export type Accepted<T> = { readonly ok: true; readonly value: T };
export type Rejected<R extends Rejection = Rejection> = {
  readonly ok: false;
  readonly rejection: R;
};

/** The outcome of a decision: a value, or a refusal that is returned and never thrown. */
export type Result<T, R extends Rejection = Rejection> = Accepted<T> | Rejected<R>;

export const accept = <T>(value: T): Accepted<T> => ({ ok: true, value });

export const reject = <Code extends string>(
  code: Code,
  detail: string,
  more: Pick<Rejection, 'field' | 'extensions'> = {},
): Rejected<Rejection<Code>> => ({ ok: false, rejection: { code, detail, ...more } });
