import { isOperationalError, OperationalError } from '@outcry/kernel';

/** Answers with which a broker refuses a record for good: the very same batch never succeeds. */
const REFUSALS = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'INVALID_TOPIC_EXCEPTION',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
]);

/** Thrown by the client's own encoder: no record left the process. */
const UNENCODABLE = new Set(['TypeError', 'RangeError', 'SyntaxError']);

const chainOf = (error: unknown): readonly Error[] => {
  const chain: Error[] = [];
  for (let at = error; at instanceof Error && !chain.includes(at); at = at.cause) chain.push(at);
  return chain;
};

const protocolType = (error: Error): string | undefined =>
  'type' in error && typeof error.type === 'string' ? error.type : undefined;

const codeByName = (name: string): string => {
  if (/Connection|Broker/.test(name)) return 'kafka_unreachable';
  if (/Timeout/.test(name)) return 'kafka_timeout';
  return 'kafka_error';
};

/** Turns an error of kafkajs into an OperationalError, once; one that already is stays as it is. */
export const translateKafkaError = (error: unknown): OperationalError => {
  if (isOperationalError(error)) return error;
  const chain = chainOf(error);
  const message = chain[0]?.message ?? String(error);
  const type = chain.map(protocolType).find((found) => found !== undefined);
  if (type !== undefined) {
    const code = `kafka_${type.toLowerCase()}`;
    return new OperationalError(code, message, { retryable: !REFUSALS.has(type), cause: error });
  }
  if (chain.some(({ name }) => UNENCODABLE.has(name))) {
    return new OperationalError('record_unencodable', message, { retryable: false, cause: error });
  }
  // The innermost error names the real reason; the outer ones only say that retries ended.
  const name = chain.at(-1)?.name ?? '';
  return new OperationalError(codeByName(name), message, { retryable: true, cause: error });
};
