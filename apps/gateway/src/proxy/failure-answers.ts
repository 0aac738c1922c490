import type { Rejection } from '@outcry/kernel';
import { isUpstreamFailure } from './upstream-failure';

export type FailureAnswer = {
  readonly rejection: Rejection;
  readonly headers: Readonly<Record<string, string>>;
};

const RETRY_SOON = { 'Retry-After': '1' };
const RETRY_LATER = { 'Retry-After': '2' };

/** Codes for answers of a status that carry no problem document of their own. */
const CODE_BY_STATUS: Readonly<Record<number, string>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  429: 'rate_limited',
  431: 'headers_too_large',
  503: 'service_unavailable',
};

const isSafe = (method: string): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method);

const unavailable = (detail: string, headers: Record<string, string>): FailureAnswer => ({
  rejection: { code: 'service_unavailable', detail },
  headers,
});

/**
 * What a caller is told when a service gave no answer: that nothing happened, or that nobody knows
 * whether it did. Null for an error that is none of the upstream's.
 */
export const answerForError = (
  error: unknown,
  method: string,
  service: string,
): FailureAnswer | null => {
  if (!isUpstreamFailure(error)) return null;
  if (error.reason === 'full') {
    const detail = `${service} has too much to do; try again.`;
    return { rejection: { code: 'overloaded', detail }, headers: RETRY_SOON };
  }
  if (error.reason === 'held_back') {
    return unavailable(`${service} does not answer at present; try again.`, RETRY_LATER);
  }
  if (error.reason === 'unreachable' || isSafe(method)) {
    return unavailable(`${service} did not answer; try again.`, RETRY_SOON);
  }
  return {
    rejection: {
      code: 'outcome_unknown',
      detail:
        `${service} did not answer in time, so nobody knows whether the request took effect: ` +
        'send it again with the same Idempotency-Key.',
    },
    headers: RETRY_SOON,
  };
};

/** A failure that arrived without a problem document, as one. */
export const wrapped = (status: number, service: string): FailureAnswer => {
  const code = CODE_BY_STATUS[status] ?? 'bad_gateway';
  return {
    rejection: {
      code,
      detail:
        code === 'bad_gateway'
          ? `${service} answered with status ${status} and nothing to explain it; ` +
            'retry, with the same Idempotency-Key if there was one.'
          : `${service} refused the request with status ${status}.`,
      extensions: { upstreamStatus: status },
    },
    headers: {},
  };
};
