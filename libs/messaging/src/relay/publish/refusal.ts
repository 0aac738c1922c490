import { isOperationalError, type OperationalError } from '@outcry/kernel';

/** The broker will never store this very batch, as opposed to an outcome that is unknown. */
export const isRefusal = (error: unknown): error is OperationalError =>
  isOperationalError(error) && !error.retryable;
