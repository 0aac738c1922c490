import type { RejectionRegistry } from '@outcry/contracts';
import { defined } from '@outcry/kernel';
import type { EndpointDefinition } from '../http/endpoint';
import { PROBLEM_TYPE, type CommonCode } from '../http/response/problem';
import { jsonSchemaOf } from './json-schema';

export const problemSchema = {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code'],
  properties: {
    type: { type: 'string', description: '/problems/<code>' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'what to do, in a sentence' },
    instance: { type: 'string', description: 'the request id' },
    code: { type: 'string', description: 'stable, for programs' },
    field: { type: 'string', description: 'JSON pointer to the field at fault' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          in: { enum: ['path', 'query', 'body'] },
          pointer: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
  },
  additionalProperties: true,
} as const;

const RESPONSE_HEADERS = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } };

/** Codes that follow from an operation's shape. */
const impliedCodes = (definition: EndpointDefinition): CommonCode[] => [
  'invalid_request',
  'unauthenticated',
  ...(definition.access === 'public' ? [] : (['forbidden'] as const)),
  ...(definition.params === undefined ? [] : (['not_found'] as const)),
  ...(definition.body === undefined
    ? []
    : (['malformed_json', 'unsupported_media_type', 'payload_too_large'] as const)),
  ...(definition.idempotency === 'none'
    ? []
    : ([
        'idempotency_key_missing',
        'idempotency_key_invalid',
        'idempotency_key_in_flight',
        'idempotency_key_reused',
        'outcome_unknown',
      ] as const)),
  'headers_too_large',
  'rate_limited',
  'overloaded',
  'service_unavailable',
  'defect',
];

const problemResponses = (
  definition: EndpointDefinition,
  registry: RejectionRegistry,
): Record<string, object> => {
  const codes = [...new Set([...impliedCodes(definition), ...(definition.rejections ?? [])])];
  const byStatus = new Map<number, string[]>();
  for (const code of codes) {
    const { status, title } = defined(registry[code], `the code ${code} is not registered`);
    byStatus.set(status, [...(byStatus.get(status) ?? []), `- \`${code}\`: ${title}`]);
  }
  const schema = { $ref: '#/components/schemas/Problem' };
  return Object.fromEntries(
    [...byStatus].map(([status, lines]) => [
      status,
      {
        description: lines.join('\n'),
        headers: RESPONSE_HEADERS,
        content: { [PROBLEM_TYPE]: { schema } },
      },
    ]),
  );
};

const successResponses = ({ responses }: EndpointDefinition): Record<string, object> =>
  Object.fromEntries(
    Object.entries(responses).map(([status, { description, schema, contentType }]) => [
      status,
      {
        description,
        headers: RESPONSE_HEADERS,
        ...(schema === undefined
          ? {}
          : {
              content: {
                [contentType ?? 'application/json']: { schema: jsonSchemaOf(schema, 'output') },
              },
            }),
      },
    ]),
  );

/** Every answer of an operation: its own, and its refusals grouped by status. */
export const responsesOf = (
  definition: EndpointDefinition,
  registry: RejectionRegistry,
): Record<string, object> => ({
  ...problemResponses(definition, registry),
  ...successResponses(definition),
});
