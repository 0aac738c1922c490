/** The world failed (a server, a disk, a network): translated once, by the adapter that met it. */
export class OperationalError extends Error {
  override readonly name = 'OperationalError';
  readonly code: string;
  /** Whether the same call may succeed later without any change. */
  readonly retryable: boolean;

  constructor(
    code: string,
    message: string,
    options: { readonly retryable: boolean; readonly cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable;
  }
}

/** Recognised by name, since `instanceof` fails across module realms (as in Jest). */
export const isOperationalError = (error: unknown): error is OperationalError =>
  error instanceof Error && error.name === 'OperationalError';
