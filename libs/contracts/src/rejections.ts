/** What is fixed about a refusal or failure code: never renamed, never reused. */
export type RejectionDefinition = {
  readonly title: string;
  /** HTTP status of its problem document (RFC 9457). */
  readonly status: number;
  /** Whether the same request may succeed later, unchanged. */
  readonly retryable: boolean;
};

export type RejectionRegistry = Readonly<Record<string, RejectionDefinition>>;

export const defineRejections = <const R extends RejectionRegistry>(registry: R): R => registry;

/** Codes that any service may answer with, in addition to its own. */
export const commonRejections = defineRejections({
  malformed_json: { title: 'The body is not valid JSON', status: 400, retryable: false },
  invalid_request: {
    title: 'The request does not match its schema',
    status: 400,
    retryable: false,
  },
  idempotency_key_missing: {
    title: 'An Idempotency-Key is required',
    status: 400,
    retryable: false,
  },
  idempotency_key_invalid: {
    title: 'The Idempotency-Key is malformed',
    status: 400,
    retryable: false,
  },
  idempotency_key_in_flight: {
    title: 'The first request with this key is still running',
    status: 409,
    retryable: true,
  },
  idempotency_key_reused: {
    title: 'The Idempotency-Key was used with another body',
    status: 422,
    retryable: false,
  },
  unauthenticated: { title: 'A valid bearer token is required', status: 401, retryable: false },
  forbidden: { title: 'The token does not allow this', status: 403, retryable: false },
  not_found: { title: 'There is no such resource', status: 404, retryable: false },
  method_not_allowed: {
    title: 'The resource does not support this method',
    status: 405,
    retryable: false,
  },
  precondition_required: { title: 'An If-Match header is required', status: 428, retryable: false },
  precondition_failed: { title: 'The resource has changed', status: 412, retryable: false },
  unsupported_media_type: { title: 'The body must be JSON', status: 415, retryable: false },
  payload_too_large: { title: 'The body is too large', status: 413, retryable: false },
  headers_too_large: { title: 'The headers are too large', status: 431, retryable: false },
  rate_limited: { title: 'Too many requests', status: 429, retryable: true },
  overloaded: { title: 'The service has too much work waiting', status: 503, retryable: true },
  service_unavailable: {
    title: 'A service or server behind this one is unavailable',
    status: 503,
    retryable: true,
  },
  outcome_unknown: {
    title: 'The outcome is unknown; retry with the same Idempotency-Key',
    status: 504,
    retryable: true,
  },
  defect: { title: 'The service met a defect', status: 500, retryable: false },
});
