import { parseArgs } from 'node:util';
import { OperationalError } from '@outcry/kernel';
import type { Operator } from '../../operator';

export type OutboxCommand = { readonly service: string; readonly operator: Operator } & (
  | { readonly verb: 'ls'; readonly topic?: string; readonly key?: string }
  | { readonly verb: 'fix'; readonly id: string; readonly data: unknown }
  | { readonly verb: 'skip'; readonly id: string }
  | { readonly verb: 'release'; readonly topic: string; readonly key: string }
);

export const OUTBOX_USAGE = `npm run outbox -- <ls|fix|skip|release> --service <name> [options]

  ls        list the parked keys; with --topic T --key K the rows of one
  fix       give a parked message other data                --id ID --data JSON
  skip      put a marker in a parked message's place        --id ID
  release   publish a key's messages in order               --topic T --key K

  audit     --actor NAME --reason TEXT
  database  OUTCRY_<SERVICE>_DATABASE_URL, or the local stack's`;

const TEXT = { type: 'string' } as const;
const OPTIONS = {
  ...{ service: TEXT, topic: TEXT, key: TEXT, id: TEXT, data: TEXT, actor: TEXT, reason: TEXT },
} as const;

const usageError = (message: string): OperationalError =>
  new OperationalError('usage', message, { retryable: false });

const needed = (value: string | undefined, name: string): string => {
  if (value === undefined) throw usageError(`--${name} is needed`);
  return value;
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw usageError('--data is not valid JSON');
  }
};

/** @throws OperationalError `usage` with a sentence for the person at the keyboard */
export const parseOutboxCommand = (args: readonly string[], user: string): OutboxCommand => {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw usageError((error as Error).message);
  }
  const { values, positionals } = parsed;
  const verb = positionals[0];
  const service = needed(values.service, 'service');
  const operator = { actor: values.actor ?? user, reason: values.reason ?? '' };
  switch (verb) {
    case 'ls':
      if (values.topic === undefined && values.key === undefined)
        return { verb, service, operator };
      return {
        verb,
        service,
        operator,
        topic: needed(values.topic, 'topic'),
        key: needed(values.key, 'key'),
      };
    case 'fix': {
      const data = jsonOf(needed(values.data, 'data'));
      return { verb, service, operator, id: needed(values.id, 'id'), data };
    }
    case 'skip':
      return { verb, service, operator, id: needed(values.id, 'id') };
    case 'release':
      return {
        verb,
        service,
        operator,
        topic: needed(values.topic, 'topic'),
        key: needed(values.key, 'key'),
      };
    default:
      throw usageError(`the command is one of ls, fix, skip, release, not "${verb ?? ''}"`);
  }
};
