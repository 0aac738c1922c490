import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestIssuer } from '@outcry/testing';
import { type Answer, type History, type Intent, type Operation, type Role } from './history';

export type Client = {
  readonly tenantId: string;
  /** Tries with one key until there is a final answer or its patience ends; never throws. */
  readonly send: (intent: Omit<Intent, 'key'> & { key?: string | null }) => Promise<Operation>;
  /** Twice at once, at both gateways, under one key. */
  readonly sendTwice: (intent: Omit<Intent, 'key'>) => Promise<Operation>;
  /** Once more, as a client that has lost the answer does. */
  readonly repeat: (operation: Operation, patienceMs?: number) => Promise<void>;
  /** The body of a read, or undefined while nobody answers. */
  readonly read: <T>(who: string, role: Role, path: string) => Promise<T | undefined>;
};

export type ClientOptions = {
  readonly gateways: readonly string[];
  readonly issuer: TestIssuer;
  readonly tenantId: string;
  readonly history: History;
};

const ATTEMPT_MS = 12_000;
const PATIENCE_MS = 20_000;
const PAUSE_MS = 150;
const TOKEN_TTL_SECONDS = 86_400;

const codeOf = (text: string): string => {
  try {
    return (JSON.parse(text) as { code?: string }).code ?? '';
  } catch {
    return '';
  }
};

/** Nothing was decided, or nobody knows: worth the same key again. */
const isPassing = ({ status, text }: Answer): boolean =>
  status === 429 ||
  status >= 500 ||
  (status === 409 && codeOf(text) === 'idempotency_key_in_flight');

const settle = (operation: Operation, answer: Answer): void => {
  operation.answers.push(answer);
  if (operation.answers.length > 1) return;
  operation.status = answer.status;
  operation.outcome = answer.status < 300 ? 'ok' : 'fail';
};

export const createClient = ({ gateways, issuer, tenantId, history }: ClientOptions): Client => {
  const tokens = new Map<string, Promise<string>>();
  let turn = 0;
  const tokenOf = (sub: string, role: Role): Promise<string> => {
    const name = `${role} ${sub}`;
    const claims = { sub, tenantId, roles: [role], ttlSeconds: TOKEN_TTL_SECONDS };
    const token = tokens.get(name) ?? issuer.issueToken(claims);
    tokens.set(name, token);
    return token;
  };
  const ask = async (
    who: string,
    role: Role,
    path: string,
    more: { method: string; body?: unknown; key?: string | null },
  ): Promise<Answer> => {
    turn += 1;
    const headers: Record<string, string> = {
      authorization: `Bearer ${await tokenOf(who, role)}`,
    };
    if (more.key) headers['idempotency-key'] = more.key;
    if (more.body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetch(`${gateways[turn % gateways.length]}${path}`, {
      method: more.method,
      headers,
      signal: AbortSignal.timeout(ATTEMPT_MS),
      ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
    });
    const replayed = response.headers.get('idempotency-replayed') === 'true';
    return { status: response.status, text: await response.text(), replayed };
  };

  const attempt = async (operation: Operation): Promise<Answer | undefined> => {
    const { who, role, path, method, body, key } = operation;
    operation.attempts += 1;
    try {
      const answer = await ask(who, role, path, { method, body, key });
      if (codeOf(answer.text) === 'defect')
        history.defects.push(`${operation.kind} ${path}: ${answer.text}`);
      return isPassing(answer) ? undefined : answer;
    } catch {
      return undefined;
    }
  };

  const persist = async (operation: Operation, patienceMs: number): Promise<void> => {
    for (const end = Date.now() + patienceMs; ; await sleep(PAUSE_MS)) {
      const answer = await attempt(operation);
      operation.endedMs = Date.now();
      if (answer !== undefined) return settle(operation, answer);
      if (operation.answers.length === 0) operation.wasUnknown = true;
      // Without a key a second try could act twice.
      if (operation.key === null || Date.now() > end) return;
    }
  };

  return {
    tenantId,
    send: async (intent) => {
      const key = intent.key === undefined ? randomUUID() : intent.key;
      const operation = history.begin({ ...intent, key });
      await persist(operation, PATIENCE_MS);
      return operation;
    },
    sendTwice: async (intent) => {
      const operation = history.begin({ ...intent, key: randomUUID() });
      await Promise.all([persist(operation, PATIENCE_MS), persist(operation, PATIENCE_MS)]);
      return operation;
    },
    repeat: (operation, patienceMs = PATIENCE_MS) => persist(operation, patienceMs),
    read: async <T>(who: string, role: Role, path: string) => {
      try {
        const { status, text } = await ask(who, role, path, { method: 'GET' });
        return status === 200 ? (JSON.parse(text) as T) : undefined;
      } catch {
        return undefined;
      }
    },
  };
};

export const codeOfOperation = (operation: Operation): string =>
  operation.outcome === 'fail' ? codeOf(operation.answers[0]?.text ?? '') : '';
