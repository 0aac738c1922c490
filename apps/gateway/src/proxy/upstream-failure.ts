/** Why a service gave no usable answer. */
export type FailureReason =
  | 'held_back' // the breaker is open: not sent
  | 'full' // the bulkhead is full: not sent
  | 'unreachable' // no connection: not sent
  | 'timed_out' // sent, and not answered in time
  | 'broken' // sent, and the connection ended before the answer did
  | 'client_gone'; // the caller did not wait

/** A status by which a breaker knows that the service is not to blame. */
const CLIENT_CLOSED_REQUEST = 499;

/** A call to a service that ended without an answer. */
export class UpstreamFailure extends Error {
  override readonly name = 'UpstreamFailure';
  readonly reason: FailureReason;
  readonly status: number | undefined;

  constructor(reason: FailureReason, cause?: unknown) {
    super(`upstream ${reason}`, { cause });
    this.reason = reason;
    this.status = reason === 'client_gone' ? CLIENT_CLOSED_REQUEST : undefined;
  }
}

export const isUpstreamFailure = (error: unknown): error is UpstreamFailure =>
  error instanceof Error && error.name === 'UpstreamFailure';
