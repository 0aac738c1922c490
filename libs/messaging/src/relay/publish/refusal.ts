import { isOperationalError, type OperationalError } from '@outcry/kernel';

/** The broker will never store this very batch, as opposed to an outcome that is unknown. */
export const isRefusal = (error: unknown): error is OperationalError =>
  isOperationalError(error) && !error.retryable;

/** The broker has no such topic (yet): nothing of the batch was stored. */
export const isMissingTopic = (error: unknown): error is OperationalError =>
  isOperationalError(error) && error.code === 'kafka_unknown_topic_or_partition';
