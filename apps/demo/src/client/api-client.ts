import { setTimeout as sleep } from 'node:timers/promises';

export type ApiAnswer = { readonly status: number; readonly body: unknown };

export type ApiRequest = {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly token?: string;
  readonly body?: unknown;
  /** The same key on every try: so a retry can never act twice. */
  readonly idempotencyKey?: string;
};

export type ApiClient = {
  /** Any final answer, refusals included; gives up with an error once patience ends. */
  readonly send: (request: ApiRequest) => Promise<ApiAnswer>;
  /** Like {@link send}, and throws unless the status is 2xx. */
  readonly expect: (request: ApiRequest) => Promise<unknown>;
};

export type ApiClientOptions = {
  readonly baseUrl: string;
  /** How long an unavailable service is waited for. */
  readonly patienceMs: number;
  readonly timeoutMs: number;
  readonly onRetry: (reason: string) => void;
};

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

const codeOf = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : '';

/** Worth another try with the same key: nothing was decided, or nobody knows. */
const isPassing = ({ status, body }: ApiAnswer): boolean =>
  status === 429 ||
  (status >= 500 && codeOf(body) !== 'defect') ||
  (status === 409 && codeOf(body) === 'idempotency_key_in_flight');

const once = async (options: ApiClientOptions, request: ApiRequest): Promise<ApiAnswer> => {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (request.token) headers['authorization'] = `Bearer ${request.token}`;
  if (request.idempotencyKey) headers['idempotency-key'] = request.idempotencyKey;
  if (request.body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(options.baseUrl + request.path, {
    method: request.method,
    headers,
    signal: AbortSignal.timeout(options.timeoutMs),
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
};

/** Why there is no answer to take: nobody answered, or only for now. */
type Failure = { readonly failure: string };

const attempt = async (
  options: ApiClientOptions,
  request: ApiRequest,
): Promise<ApiAnswer | Failure> => {
  try {
    const answer = await once(options, request);
    return isPassing(answer) ? { failure: `HTTP ${answer.status} ${codeOf(answer.body)}` } : answer;
  } catch (error) {
    return { failure: String(error) };
  }
};

/** A client of the public gateway that survives restarts of everything behind it. */
export const createApiClient = (options: ApiClientOptions): ApiClient => {
  const send = async (request: ApiRequest): Promise<ApiAnswer> => {
    const givesUpAt = Date.now() + options.patienceMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const answer = await attempt(options, request);
      if (!('failure' in answer)) return answer;
      if (Date.now() > givesUpAt) {
        throw new Error(`${request.method} ${request.path}: gave up (${answer.failure})`);
      }
      options.onRetry(answer.failure);
      await sleep(pauseMs);
    }
  };
  return {
    send,
    expect: async (request) => {
      const { status, body } = await send(request);
      if (status >= 200 && status < 300) return body;
      throw new Error(`${request.method} ${request.path}: ${status} ${JSON.stringify(body)}`);
    },
  };
};
